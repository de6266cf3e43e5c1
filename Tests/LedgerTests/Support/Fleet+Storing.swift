import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

extension Fleet {
  static let files = Address(protocol: 0x1003)

  /// Records a file of one slice, has it confirmed, and returns its id.
  mutating func storeFile(
    sizeBytes: UInt64 = 30_000_000, epochs: UInt32 = 5, by person: Int
  ) throws -> FixedBytes<32> {
    let hash = Keccak256.hash("file \(sizeBytes)").bytes
    let root = Keccak256.hash("slices").bytes
    let record = calldata(
      "recordFile(bytes32,uint64,bytes32,uint32,uint8,uint8,uint32)", hash, sizeBytes, root,
      1 as UInt32, 3 as UInt8, 0 as UInt8, epochs)
    let bytes = try world.call(Self.files, record, from: person, value: 5 * Self.stos).get()
    let id = try ABI.decode(bytes.span, as: FixedBytes<32>.self)
    let type = """
      ConfirmFile(bytes32 id,bytes32 placementRoot,uint64 sizeBytes,bytes32 slicesRoot,\
      uint32 sliceCount,uint8 replicas,uint64 counter)
      """
    let terms = digest(type, for: Self.files) {
      $0.write(Digest(id))
      $0.write(Digest(root))
      $0.write(UInt256(sizeBytes))
      $0.write(Digest(root))
      $0.write(UInt256(1 as UInt32))
      $0.write(UInt256(3 as UInt8))
      $0.write(UInt256.zero)
    }
    let confirm = calldata(
      "confirmFile(bytes32,bytes32,bytes)", id, root, try signatures(of: terms, by: quorum))
    _ = try world.call(Self.files, confirm, from: 2).get()
    return id
  }
}
