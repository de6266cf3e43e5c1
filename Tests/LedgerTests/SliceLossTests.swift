import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Lost slices")
struct SliceLossTests {
  private func refusal(_ result: Result<[UInt8], Refusal>) -> String {
    switch result {
    case .success: "done"
    case .failure(let refusal): refusal.reason
    }
  }

  @Test("Every slice proves its place, and nothing else does", arguments: 1...9)
  func proofs(count: Int) throws {
    var fleet = try Fleet(metas: 1)
    let file = SampleFile(7, slices: count, kind: 1)
    let id = try fleet.record(file)
    func holds(_ slice: UInt32, _ hash: FixedBytes<32>, _ proof: [FixedBytes<32>]) throws -> Bool {
      let data = calldata(
        "verifySlice(bytes32,uint32,bytes32,bytes32[])", id, slice, hash, proof)
      return try fleet.world.ask(World.files, data).decoded(as: Bool.self)
    }
    for slice in 0..<UInt32(count) {
      let hash = file.slices[Int(slice)]
      let proof = file.proof(of: slice)
      #expect(try holds(slice, hash, proof))
      #expect(try !holds(slice + 1, hash, proof))
      #expect(try !holds(slice, file.hash, proof))
      #expect(try !holds(slice, hash, proof + [hash]))
      if let last = proof.last {
        #expect(try !holds(slice, hash, Array(proof.dropLast())))
        #expect(try !holds(slice, last, proof))
      }
    }
    #expect(try !holds(UInt32(count), file.slices[0], file.proof(of: 0)))
    #expect(try !holds(.max, file.slices[0], []))
    let nowhere = calldata(
      "verifySlice(bytes32,uint32,bytes32,bytes32[])", file.hash, 0 as UInt32, file.hash,
      [FixedBytes<32>]())
    #expect(refusal(fleet.world.ask(World.files, nowhere)).contains("there is no file"))
  }

  @Test("The node that lost a slice pays the one that replaces it, for the slice's recorded size")
  func penalty() throws {
    var fleet = try Fleet()
    let file = SampleFile(1, slices: 3, lastSizeBytes: 5_000)
    let id = try fleet.store(file)
    let (lost, heir) = (fleet.resources[0], fleet.resources[1])
    let owner = fleet.world.people[1]
    for (slice, sizeBytes) in [(0 as UInt32, 33_554_432 as UInt128), (2, 5_000)] {
      let economy = try fleet.economy()
      let expected = try economy.settlement(of: sizeBytes)
      let before = fleet.world.wei(owner)
      let amount = try fleet.tryLoss(of: slice, in: id, file, lost: lost, replacement: heir)
        .decoded(as: UInt256.self)
      #expect(amount == UInt256(expected))
      #expect(fleet.world.wei(owner) == before + expected)
      let mark = calldata("sliceLoss(bytes32,uint32,address)", id, slice, lost)
      #expect(try fleet.world.number(World.files, mark) == UInt256(1 as UInt8))
    }
    let deposit = try fleet.record(lost).deposit
    #expect(try fleet.record(lost).effective == deposit)
    #expect(deposit < .ether(100))
    #expect(try fleet.world.file(id).counter == 3)
    try fleet.checkLaws()
    try OzoneAudit().check(fleet.world)
  }

  @Test("A loss is paid once by each node, never by the replacement itself, and never replayed")
  func refusals() throws {
    var fleet = try Fleet()
    let file = SampleFile(1)
    let id = try fleet.store(file)
    let (lost, heir, third) = (fleet.resources[0], fleet.resources[1], fleet.resources[2])
    func report(
      _ slice: UInt32, lost: Address, by heir: Address, hash: FixedBytes<32>? = nil,
      counter: UInt64? = nil
    ) throws -> String {
      refusal(
        try fleet.tryLoss(
          of: slice, in: id, file, lost: lost, replacement: heir, hash: hash, counter: counter))
    }
    #expect(try report(0, lost: lost, by: lost).contains("replace itself"))
    #expect(try report(0, lost: fleet.metas[0], by: heir).contains("is a meta node"))
    #expect(try report(0, lost: lost, by: fleet.metas[0]).contains("is a meta node"))
    #expect(try report(0, lost: fleet.world.people[3], by: heir).contains("there is no node"))
    #expect(try report(3, lost: lost, by: heir).contains("the proof does not lead"))
    #expect(try report(1, lost: lost, by: heir, hash: file.hash).contains("the proof does not"))
    #expect(try report(0, lost: lost, by: heir, counter: 0).contains("signed other terms"))
    #expect(try report(0, lost: lost, by: heir) == "done")
    #expect(try report(0, lost: lost, by: third).contains("has paid"))
    #expect(try report(0, lost: lost, by: heir, counter: 1).contains("has paid"))
    #expect(try report(0, lost: heir, by: third) == "done")
    try fleet.setEffectiveDeposit(of: third, to: 0)
    #expect(try report(1, lost: lost, by: third).contains("is not active"))
    // A file that is not stored cannot be lost.
    let waiting = try fleet.record(SampleFile(2))
    let early = try fleet.tryLoss(
      of: 0, in: waiting, SampleFile(2), lost: lost, replacement: heir)
    #expect(refusal(early).contains("not stored now"))
    fleet.endEpochs(11)
    #expect(try report(1, lost: lost, by: heir).contains("not stored now"))
  }

  @Test("However large its slices, a node pays at most 5 % of its deposit in an epoch")
  func limit() throws {
    var fleet = try Fleet(resources: [2 * Fleet.stos, 60 * Fleet.stos])
    let file = SampleFile(1, slices: 40, lastSizeBytes: 33_554_432)
    let id = try fleet.store(file)
    let (lost, heir) = (fleet.resources[0], fleet.resources[1])
    var sum = UInt256.zero
    // Prices rise until a slice is worth more than the limit leaves.
    try fleet.world.prepay(5_000_000 * Fleet.stos, by: 3)
    for slice in 0..<6 as Range<UInt32> {
      let amount = try fleet.tryLoss(of: slice, in: id, file, lost: lost, replacement: heir)
        .decoded(as: UInt256.self)
      sum = UInt256(sum.low + amount.low)
    }
    #expect(sum == UInt256(Fleet.stos / 10))
    try fleet.checkLaws()
    try OzoneAudit().check(fleet.world)
  }
}
