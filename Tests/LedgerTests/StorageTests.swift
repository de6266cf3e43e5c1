import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Paid storage")
struct StorageTests {
  /// What each close took for storage.
  private func taken(_ fleet: Fleet, _ epochs: ClosedRange<UInt64>) throws -> [UInt128] {
    try epochs.map { try fleet.settled($0).terms.storageNoz }
  }

  @Test("A file that is confirmed in epoch c is due at the closes of c + 1 to c + epochs")
  func dues() throws {
    var fleet = try Fleet()
    fleet.endEpochs()
    let first = try fleet.store(SampleFile(1), epochs: 3)
    let due = try fleet.world.file(first).due
    fleet.endEpochs()
    _ = try fleet.store(SampleFile(2), epochs: 1)
    try OzoneAudit().check(fleet.world)
    for _ in 0..<4 {
      fleet.endEpochs()
      try OzoneAudit().check(fleet.world)
    }
    #expect(try taken(fleet, 1...6) == [0, 0, due, 2 * due, due, 0])
    #expect(try fleet.economy().outstanding == 0)
    #expect(try fleet.world.file(first).standing == 3)
  }

  @Test("What is removed is due once more, and exactly the later dues come back")
  func removal() throws {
    var fleet = try Fleet()
    let me = fleet.world.people[2]
    let atOnce = try fleet.store(SampleFile(1), epochs: 5)
    let due = try fleet.world.file(atOnce).due
    #expect(try fleet.remove(atOnce) == 5 * due)
    let later = try fleet.store(SampleFile(2), epochs: 5)
    let last = try fleet.store(SampleFile(3), epochs: 2)
    fleet.endEpochs(2)
    #expect(try fleet.remove(later) == 3 * due)
    #expect(try fleet.remove(last) == 0)
    try OzoneAudit().check(fleet.world)
    fleet.endEpochs(3)
    #expect(try taken(fleet, 1...5) == [0, 2 * due, 2 * due, 0, 0])
    #expect(try fleet.world.ozone(of: me) == 8 * due)
    #expect(try fleet.economy().outstanding == 8 * due)
    try OzoneAudit().check(fleet.world)
  }

  @Test("An expired file answers, is renewed within its grace, and pruned by anyone after it")
  func expiry() throws {
    var fleet = try Fleet()
    let id = try fleet.store(SampleFile(1), epochs: 1)
    let due = try fleet.world.file(id).due
    let prune = calldata("pruneFile(bytes32)", id)
    fleet.endEpochs(2)
    #expect(try fleet.world.file(id).standing == 3)
    #expect(fleet.world.refusal(World.files, prune, from: 5).contains("can still be"))
    let quote = try fleet.world.storageQuote(
      calldata("quoteRenewal(bytes32,uint32)", id, 2 as UInt32))
    #expect(quote.noz == 2 * due)
    let before = fleet.world.wei(fleet.world.people[4])
    try fleet.renew(id, epochs: 2, by: 4)
    #expect(before - fleet.world.wei(fleet.world.people[4]) == quote.amount)
    #expect(try fleet.world.file(id).standing == 2)
    fleet.endEpochs(4)
    #expect(try taken(fleet, 1...6) == [0, due, 0, due, due, 0])
    fleet.world.epoch = Epoch(5 + 1_008)
    #expect(fleet.world.refusal(World.files, prune, from: 5).contains("can still be"))
    fleet.world.epoch = fleet.world.epoch.next
    #expect(try fleet.world.file(id).standing == 4)
    let renew = calldata("renewFile(bytes32,uint32)", id, 1 as UInt32)
    let late = fleet.world.refusal(World.files, renew, from: 2, value: Fleet.stos)
    #expect(late.contains("too long ago"))
    #expect(fleet.world.refusal(World.files, prune, from: 5) == "done")
    #expect(fleet.world.refusal(World.files, prune, from: 5).contains("there is no file"))
    try OzoneAudit().check(fleet.world)
  }

  @Test("A renewal adds to what is paid, and an unconfirmed file has no time to add to")
  func renewal() throws {
    var fleet = try Fleet()
    let waiting = try fleet.record(SampleFile(2))
    let renew = calldata("renewFile(bytes32,uint32)", waiting, 1 as UInt32)
    let refused = fleet.world.refusal(World.files, renew, from: 2, value: Fleet.stos)
    #expect(refused.contains("not confirmed"))
    let id = try fleet.store(SampleFile(1), epochs: 2)
    let due = try fleet.world.file(id).due
    fleet.endEpochs()
    for (count, reason) in [(0 as UInt32, "1 epoch or more"), (.max, "epochs ahead")] {
      let data = calldata("renewFile(bytes32,uint32)", id, count)
      let refused = fleet.world.refusal(World.files, data, from: 2, value: Fleet.stos)
      #expect(refused.contains(reason))
    }
    try fleet.renew(id, epochs: 2)
    #expect(try fleet.world.file(id).lastDue == 5)
    #expect(try fleet.world.file(id).due == due)
    try OzoneAudit().check(fleet.world)
    fleet.endEpochs(5)
    #expect(try taken(fleet, 1...6) == [0, due, due, due, due, 0])
  }

  @Test("A renewal after the rate has changed spreads what was paid at both rates")
  func changedRate() throws {
    var fleet = try Fleet()
    let id = try fleet.store(SampleFile(1), epochs: 4)
    let due = try fleet.world.file(id).due
    var name = FixedBytes<32>.zero
    for (index, byte) in "storageRateNumerator".utf8.enumerated() { name[index] = byte }
    let propose = calldata("propose(bytes32,uint256)", name, UInt256(3 as UInt8))
    let number = try fleet.world.call(Fleet.governance, propose, from: 0).decoded(as: UInt64.self)
    let vote = calldata("vote(uint64,bool)", number, true)
    _ = try fleet.world.call(Fleet.governance, vote, from: 0).get()
    fleet.endEpochs(2)
    let price = try fleet.world.storageQuote(
      calldata(
        "quoteStorage(uint64,uint8,uint32)", SampleFile(1).sizeBytes, 5 as UInt8, 1 as UInt32)
    ).due
    #expect(price > 2 * due)
    // Two epochs are paid at the old rate, and five more at the new one.
    let owner = fleet.world.people[2]
    try fleet.renew(id, epochs: 5, by: 4)
    let paid = 2 * due + 5 * price
    #expect(try fleet.world.file(id).due == paid / 7)
    #expect(try fleet.world.ozone(of: owner) == paid % 7)
    try OzoneAudit().check(fleet.world)
    fleet.endEpochs(9)
    #expect(
      try taken(fleet, 1...11)
        == [0, due, due] + Array(repeating: paid / 7, count: 7) + [0])
    #expect(try fleet.economy().outstanding == paid % 7)
  }
}
