import Chain
import Codec
import Cryptography
import TestSupport

/// A file of the sponsor's, kept stored.
extension TrafficLayer {
  private static let sizeBytes: UInt64 = 100_000_000
  private static let sliceCount: UInt32 = 3
  private static let paidEpochs: UInt32 = 20

  /// What the contract says about the sponsor's newest file.
  private func newestFile() throws(TrafficFailure) -> (id: FixedBytes<32>, record: NamedAnswer)? {
    let count = try recordCount()
    guard count > 0 else { return nil }
    var writer = ByteWriter()
    writer.write(sponsor.address)
    writer.write(Self.content(count - 1))
    writer.write(count - 1)
    let id = Keccak256.hash(writer.bytes.span).bytes
    do throws(TrafficFailure) {
      return (id, try node.view(Self.files, "file", ABI.encode(id)))
    } catch {
      // Gone, since nobody has renewed it.
      guard case .refused = error else { throw error }
      return nil
    }
  }

  /// The file that can be fetched and pays its owner.
  func liveFile() throws(TrafficFailure) -> FixedBytes<32>? {
    guard let file = try newestFile(), file.record.number("standing") == 2 else { return nil }
    return file.id
  }

  private func recordCount() throws(TrafficFailure) -> UInt64 {
    let bytes = try node.ask(Self.files, calldata("recordCount(address)", sponsor.address))
    return try decoded(bytes, as: UInt64.self)
  }

  /// The hash of the file with a number.
  private static func content(_ number: UInt64) -> Digest {
    Keccak256.hash("file \(number) of a sponsor")
  }

  /// Records a file, has it confirmed, and pays for its storage again before that is over.
  mutating func keepFile(in epoch: UInt64) throws(TrafficFailure) {
    guard let file = try newestFile() else { return try record() }
    switch file.record.number("standing") {
    case 1: try confirm(file.id, file.record)
    case 2, 3:
      guard file.record.number("lastDueEpoch") < UInt128(epoch) + 3 else { return }
      let data = calldata("renewFile(bytes32,uint32)", file.id, Self.paidEpochs)
      try node.send(by: &sponsor, to: Self.files, data, value: Wei(stos: 1))
    default: try record()
    }
  }

  private mutating func record() throws(TrafficFailure) {
    let content = Self.content(try recordCount())
    var slices = MerkleList()
    for slice in 0..<Self.sliceCount {
      let hash = Keccak256.hash("slice \(slice) of \(content)")
      slices.append(leaf: MerkleList.leaf(hash.bytes.storage.span))
    }
    let data = calldata(
      "recordFile(bytes32,uint64,bytes32,uint32,uint8,uint8,uint32)", content.bytes,
      Self.sizeBytes, slices.root.bytes, Self.sliceCount, 3 as UInt8, 0 as UInt8, Self.paidEpochs)
    // The contract returns what storing does not cost.
    try node.send(by: &sponsor, to: Self.files, data, value: Wei(stos: 1))
    if let file = try newestFile() { try confirm(file.id, file.record) }
  }

  /// Lets the meta nodes say that the file is stored.
  private mutating func confirm(
    _ id: FixedBytes<32>, _ record: NamedAnswer
  ) throws(TrafficFailure) {
    let placement = Keccak256.hash("where the slices of \(id) are")
    let type = """
      ConfirmFile(bytes32 id,bytes32 placementRoot,uint64 sizeBytes,bytes32 slicesRoot,\
      uint32 sliceCount,uint8 replicas,uint64 counter)
      """
    let members = ["sizeBytes", "slicesRoot", "sliceCount", "replicas", "counter"]
    let terms = network.digest(type, for: Self.files) { writer in
      writer.write(Digest(id))
      writer.write(placement)
      for member in members { writer.write(record[member] ?? .zero) }
    }
    let data = calldata(
      "confirmFile(bytes32,bytes32,bytes)", id, placement.bytes, try approvals(of: terms))
    try node.send(by: &sponsor, to: Self.files, data)
  }
}
