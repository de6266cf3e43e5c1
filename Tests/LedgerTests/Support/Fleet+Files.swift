import Chain
import Codec
import Cryptography
import Ledger
import Testing
import TestSupport

extension World {
  static let files = Address(protocol: 0x1003)

  func file(_ id: FixedBytes<32>) throws -> FileState {
    let bytes = try ask(Self.files, calldata("file(bytes32)", id)).get()
    return try FileState(decodingMembers: bytes.span)
  }

  func files(of owner: Address) throws -> [FileState] {
    let data = calldata(
      "filesByOwner(address,uint256,uint16)", owner, UInt256.zero, 1_000 as UInt16)
    let bytes = try ask(Self.files, data).get()
    return try ABI.decode(bytes.span, as: [FileState].self, UInt256.self).0
  }

  func files(of hash: FixedBytes<32>) throws -> [FileState] {
    let data = calldata(
      "filesByHash(bytes32,uint256,uint16)", hash, UInt256.zero, 1_000 as UInt16)
    let bytes = try ask(Self.files, data).get()
    return try ABI.decode(bytes.span, as: [FileState].self, UInt256.self).0
  }

  /// What the close of this epoch will take.
  func storageDue() throws -> UInt128 { try number(Self.files, calldata("storageDue()")).low }

  func storageQuote(_ data: [UInt8]) throws -> (due: UInt128, noz: UInt128, amount: UInt128) {
    let bytes = try ask(Self.files, data).get()
    let (due, noz, amount) = try ABI.decode(
      bytes.span, as: UInt128.self, UInt128.self, UInt256.self)
    return (due, noz, amount.low)
  }
}

extension Fleet {
  /// Calldata that records a file; what it says of itself can be wrong.
  static func recording(
    _ file: SampleFile, replicas: UInt8 = 5, epochs: UInt32 = 10, sliceCount: UInt32? = nil,
    sizeBytes: UInt64? = nil, kind: UInt8? = nil
  ) -> [UInt8] {
    calldata(
      "recordFile(bytes32,uint64,bytes32,uint32,uint8,uint8,uint32)", file.hash,
      sizeBytes ?? file.sizeBytes, file.root, sliceCount ?? UInt32(file.slices.count), replicas,
      kind ?? file.kind, epochs)
  }

  /// Records a file and returns its id; what it does not cost stays with the payer.
  mutating func record(
    _ file: SampleFile, by person: Int = 2, replicas: UInt8 = 5, epochs: UInt32 = 10
  ) throws -> FixedBytes<32> {
    let data = Self.recording(file, replicas: replicas, epochs: epochs)
    return try world.call(World.files, data, from: person, value: 1_000 * Self.stos)
      .decoded(as: FixedBytes<32>.self)
  }

  func confirmation(of id: FixedBytes<32>, counter: UInt64? = nil) throws -> Digest {
    let file = try world.file(id)
    let type = """
      ConfirmFile(bytes32 id,bytes32 placementRoot,uint64 sizeBytes,bytes32 slicesRoot,\
      uint32 sliceCount,uint8 replicas,uint64 counter)
      """
    return digest(type, for: World.files) {
      $0.write(Digest(id))
      $0.write(Digest(FixedBytes(repeating: 9)))
      $0.write(UInt256(file.sizeBytes))
      $0.write(Digest(file.slicesRoot))
      $0.write(UInt256(file.sliceCount))
      $0.write(UInt256(file.replicas))
      $0.write(UInt256(counter ?? file.counter))
    }
  }

  static func confirming(_ id: FixedBytes<32>, _ signatures: ABIBytes) -> [UInt8] {
    calldata(
      "confirmFile(bytes32,bytes32,bytes)", id, FixedBytes<32>(repeating: 9), signatures)
  }

  mutating func confirm(_ id: FixedBytes<32>) throws {
    let approvals = try signatures(of: confirmation(of: id), by: quorum)
    _ = try world.call(World.files, Self.confirming(id, approvals), from: 4).get()
  }

  /// Records and confirms a file.
  mutating func store(
    _ file: SampleFile, by person: Int = 2, replicas: UInt8 = 5, epochs: UInt32 = 10
  ) throws -> FixedBytes<32> {
    let id = try record(file, by: person, replicas: replicas, epochs: epochs)
    try confirm(id)
    return id
  }

  mutating func renew(_ id: FixedBytes<32>, epochs: UInt32, by person: Int = 2) throws {
    let data = calldata("renewFile(bytes32,uint32)", id, epochs)
    _ = try world.call(World.files, data, from: person, value: 1_000 * Self.stos).get()
  }

  /// Removes a file and returns the noz that came back.
  @discardableResult
  mutating func remove(_ id: FixedBytes<32>, by person: Int = 2) throws -> UInt128 {
    try world.call(World.files, calldata("removeFile(bytes32)", id), from: person)
      .decoded(as: UInt128.self)
  }

  mutating func give(_ id: FixedBytes<32>, from person: Int, to other: Int) throws {
    let offer = calldata("transferFile(bytes32,address)", id, world.people[other])
    _ = try world.call(World.files, offer, from: person).get()
    _ = try world.call(World.files, calldata("acceptFile(bytes32)", id), from: other).get()
  }

  /// Reports a lost slice with whatever terms the nodes signed, and returns the penalty.
  mutating func tryLoss(
    of slice: UInt32, in id: FixedBytes<32>, _ file: SampleFile, lost: Address,
    replacement: Address, hash: FixedBytes<32>? = nil, counter: UInt64? = nil
  ) throws -> Result<[UInt8], Refusal> {
    let hash = hash ?? file.slices[Int(slice) % file.slices.count]
    let counter = try counter ?? world.file(id).counter
    let type = """
      ReportSliceLoss(bytes32 id,uint32 slice,bytes32 sliceHash,address lost,\
      address replacement,uint64 counter)
      """
    let terms = digest(type, for: World.files) {
      $0.write(Digest(id))
      $0.write(UInt256(slice))
      $0.write(Digest(hash))
      $0.write(address: lost.bytes)
      $0.write(address: replacement.bytes)
      $0.write(UInt256(counter))
    }
    let data = calldata(
      "reportSliceLoss(bytes32,uint32,bytes32,bytes32[],address,address,bytes)", id, slice, hash,
      file.proof(of: slice % UInt32(file.slices.count)), lost, replacement,
      try signatures(of: terms, by: quorum))
    return world.call(World.files, data, from: 4)
  }
}
