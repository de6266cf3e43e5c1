import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// Calls about files.
extension History {
  private func files(_ person: Int, _ data: [UInt8], value: UInt128 = 0) -> PlannedCall {
    PlannedCall(sender: person, recipient: World.files, data: data, value: value)
  }

  /// Who may call for a file, or now and then somebody else.
  private mutating func person(_ account: Address?, or person: Int) -> Int {
    guard !random.happens(oneIn: 8) else { return person }
    return wallets.firstIndex { $0.address == account } ?? person
  }

  mutating func fileCall(by person: Int) throws -> PlannedCall {
    let fleet = try fleet
    let (id, sample) = cast.anyFile(from: &random)
    let state = try? fleet.world.file(id)
    let epochs = UInt32(random.number(in: 0...(random.happens(oneIn: 2) ? 6 : 40)))
    switch random.number(in: 0...13) {
    case 0...2:
      let data = Fleet.recording(
        TrafficCast.sample(UInt8(random.number(in: 0...20))),
        replicas: UInt8(random.number(in: 0...17)), epochs: epochs)
      return files(person, data, value: random.happens(oneIn: 8) ? 1 : 100 * Fleet.stos)
    case 3...6:
      let id = file(standing: 1, in: fleet)?.id ?? id
      guard (try? fleet.world.file(id)) != nil else { break }
      let terms = try fleet.confirmation(of: id)
      return files(person, Fleet.confirming(id, try approvals(of: terms, in: fleet)))
    case 7:
      let data = calldata("renewFile(bytes32,uint32)", id, epochs)
      return files(person, data, value: random.happens(oneIn: 8) ? 1 : 100 * Fleet.stos)
    case 8:
      let data = calldata("transferFile(bytes32,address)", id, wallets[person].address)
      return files(self.person(state?.owner, or: person), data)
    case 9:
      let offered = cast.offered.randomElement(using: &random)
      let id = offered?.id ?? id
      return files(
        self.person(offered?.account, or: person), calldata("acceptFile(bytes32)", id))
    case 10:
      return files(self.person(state?.owner, or: person), calldata("removeFile(bytes32)", id))
    case 11: break
    default:
      let stored = file(standing: 2, in: fleet)
      guard let state = try stored.map({ try fleet.world.file($0.id) }) ?? state else { break }
      return files(person, try loss(of: state, stored?.sample ?? sample, in: fleet))
    }
    let old = cast.fileIDs.first { (try? fleet.world.file($0))?.standing == 4 } ?? id
    return files(person, calldata("pruneFile(bytes32)", old))
  }

  /// The last of the latest files that is there and stands so, but now and then none.
  private mutating func file(
    standing: UInt8, in fleet: Fleet
  ) -> (id: FixedBytes<32>, sample: SampleFile)? {
    guard !random.happens(oneIn: 6) else { return nil }
    return cast.files.suffix(15).last { (try? fleet.world.file($0.id))?.standing == standing }
  }

  /// A file that is served: mostly one that is stored.
  mutating func servedFile() throws -> FixedBytes<32> {
    try file(standing: 2, in: fleet)?.id ?? cast.anyFile(from: &random).id
  }

  private mutating func loss(
    of file: FileState, _ sample: SampleFile, in fleet: Fleet
  ) throws -> [UInt8] {
    let slice = UInt32(random.number(in: 0...sample.slices.count))
    let hash = sample.slices[Int(slice) % sample.slices.count]
    let (lost, replacement) = (try servingNode(), try servingNode())
    let type = """
      ReportSliceLoss(bytes32 id,uint32 slice,bytes32 sliceHash,address lost,\
      address replacement,uint64 counter)
      """
    let terms = fleet.digest(type, for: World.files) {
      $0.write(Digest(file.id))
      $0.write(UInt256(slice))
      $0.write(Digest(hash))
      $0.write(address: lost.bytes)
      $0.write(address: replacement.bytes)
      $0.write(UInt256(file.counter))
    }
    return calldata(
      "reportSliceLoss(bytes32,uint32,bytes32,bytes32[],address,address,bytes)", file.id, slice,
      hash, sample.proof(of: slice % UInt32(sample.slices.count)), lost, replacement,
      try approvals(of: terms, in: fleet))
  }
}
