import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Staking")
struct StakingTests {
  private let stos = Stakers.stos
  private let secret = FixedBytes<32>(repeating: 7)

  @Test("A consensus key registers once, and only for the account its proof names")
  func keys() throws {
    var stakers = try Stakers()
    #expect(throws: Refusal.self) {
      try stakers.createValidator(5, stake: stos, secret: secret, provenBy: 6)
    }
    try stakers.createValidator(5, stake: stos, secret: secret)
    #expect(throws: Refusal.self) { try stakers.createValidator(6, stake: stos, secret: secret) }
    let other = FixedBytes<32>(repeating: 8)
    #expect(throws: Refusal.self) { try stakers.createValidator(5, stake: stos, secret: other) }
    #expect(throws: Refusal.self) { try stakers.createValidator(6, stake: 1, secret: other) }
    #expect(try stakers.validator(5).stake == stos)
  }

  @Test("A new key serves from the second epoch on")
  func rotation() throws {
    var stakers = try Stakers()
    let key = try PrivateKey(secret)
    let account = stakers.world.people[1]
    let possession = Possession(purpose: .consensus, account: account, key: key.publicKey)
    let proof = ABIBytes(key.sign(possession.digest(on: stakers.network)).bytes.array)
    let bytes = ABIBytes(key.publicKey.compressed.array)
    let data = calldata("rotateConsensusKey(bytes,bytes)", bytes, proof)
    _ = try stakers.call(data, from: 1).get()
    stakers.endEpochs()
    for (epoch, isNew) in [(2, false), (3, true)] as [(UInt64, Bool)] {
      let member = try stakers.members(of: Epoch(epoch)).first { $0.validator == account }
      #expect((member?.key.bytes == bytes.bytes) == isNew)
    }
  }

  @Test("Entries of one epoch merge, are at least 1 STOS or all, and are paid when mature")
  func unbonding() throws {
    var stakers = try Stakers()
    try stakers.delegate(5 * stos, to: 1, from: 5)
    #expect(throws: Refusal.self) { try stakers.undelegate(stos - 1, of: 1, from: 5) }
    #expect(throws: Refusal.self) { try stakers.undelegate(5 * stos + 1, of: 1, from: 5) }
    #expect(throws: Refusal.self) { try stakers.undelegate(0, of: 1, from: 5) }
    try stakers.undelegate(2 * stos, of: 1, from: 5)
    try stakers.undelegate(2 * stos + 1, of: 1, from: 5)
    try stakers.undelegate(stos - 1, of: 1, from: 5)
    let entries = try stakers.unbondings(of: 5)
    #expect(entries.map(\.amount.low) == [5 * stos])
    #expect(stakers.wei(.unbonding) == 5 * stos)
    let before = stakers.world.wei(stakers.world.people[5])
    stakers.world.epoch = Epoch(entries[0].maturity - 1)
    stakers.world.endBlock(by: stakers.world.people[0])
    #expect(stakers.wei(.unbonding) == 5 * stos)
    stakers.world.epoch = Epoch(entries[0].maturity)
    stakers.world.endBlock(by: stakers.world.people[0])
    #expect(stakers.wei(.unbonding) == 0)
    #expect(stakers.world.wei(stakers.world.people[5]) == before + 5 * stos)
    #expect(try stakers.unbondings(of: 5).isEmpty)
  }

  @Test("A block pays out 256 entries at most, and the oldest of them")
  func payouts() throws {
    var stakers = try Stakers()
    for validator in 0..<5 { try stakers.delegate(60 * stos, to: validator, from: 5) }
    for epoch in 1...52 as ClosedRange<UInt64> {
      stakers.world.epoch = Epoch(epoch)
      for validator in 0..<5 { try stakers.undelegate(stos, of: validator, from: 5) }
    }
    stakers.world.epoch = Epoch(5_000)
    stakers.world.endBlock(by: stakers.world.people[0])
    #expect(stakers.wei(.unbonding) == 4 * stos)
    #expect(try stakers.unbondings(of: 5).map(\.maturity) == [3_077, 3_077, 3_077, 3_077])
    stakers.world.endBlock(by: stakers.world.people[0])
    #expect(stakers.wei(.unbonding) == 0)
  }

  @Test("Redelegated stake stays where it is, and leaves first")
  func redelegation() throws {
    var stakers = try Stakers()
    try stakers.delegate(10 * stos, to: 1, from: 5)
    try stakers.delegate(4 * stos, to: 2, from: 5)
    try stakers.redelegate(3 * stos, from: 1, to: 2, by: 5)
    #expect(try stakers.delegation(of: 5, with: 2).free == 4 * stos)
    #expect(throws: Refusal.self) { try stakers.redelegate(5 * stos, from: 2, to: 3, by: 5) }
    #expect(throws: Refusal.self) { try stakers.redelegate(stos, from: 2, to: 2, by: 5) }
    try stakers.undelegate(4 * stos, of: 2, from: 5)
    #expect(try stakers.delegation(of: 5, with: 2).free == 3 * stos)
    #expect(try stakers.unbondings(of: 5).map(\.amount.low) == [3 * stos, stos])
  }

  @Test("A slash reaches stake that left at or after the offence, and none that left before")
  func slashing() throws {
    var stakers = try Stakers()
    try stakers.delegate(100 * stos, to: 1, from: 5)
    try stakers.undelegate(10 * stos, of: 1, from: 5)
    stakers.endEpochs()
    try stakers.undelegate(20 * stos, of: 1, from: 5)
    try stakers.redelegate(30 * stos, from: 1, to: 2, by: 5)
    stakers.endEpochs()
    let pool = stakers.wei(.communityPool)
    let data = try stakers.evidence(against: 1, epoch: Epoch(2))
    _ = try stakers.call(data, from: 6).get()
    #expect(try stakers.validator(1).standing == 2)
    #expect(stakers.wei(.communityPool) == pool + (300_000 + 40) * stos / 20)
    #expect(try stakers.delegation(of: 5, with: 1).amount == 38 * stos)
    // Moved stake pays when it leaves, whatever way it takes.
    try stakers.undelegate(30 * stos, of: 2, from: 5)
    let entries = try stakers.unbondings(of: 5)
    #expect(entries.map(\.amount.low) == [10 * stos, 20 * stos, 30 * stos])
    #expect(entries.map(\.payout.low) == [10 * stos, 19 * stos, 57 * stos / 2])
    // Twice for one offence, or against one who is gone already, is refused.
    guard case .failure = stakers.call(data, from: 6) else {
      Issue.record("evidence was accepted twice")
      return
    }
    guard case .failure = stakers.call(calldata("unjail()"), from: 1) else {
      Issue.record("a removed validator came back")
      return
    }
    #expect(throws: Refusal.self) { try stakers.delegate(stos, to: 1, from: 6) }
  }

  @Test("Moved stake that stays pays when its time is over")
  func stayingStake() throws {
    var stakers = try Stakers()
    try stakers.delegate(30 * stos, to: 1, from: 5)
    try stakers.redelegate(30 * stos, from: 1, to: 2, by: 5)
    _ = try stakers.call(try stakers.evidence(against: 1, epoch: Epoch(1)), from: 6).get()
    #expect(try stakers.delegation(of: 5, with: 2).amount == 30 * stos)
    stakers.world.epoch = Epoch(3_026)
    try stakers.delegate(stos, to: 2, from: 5)
    #expect(try stakers.delegation(of: 5, with: 2).amount == 59 * stos / 2)
    #expect(try stakers.delegation(of: 5, with: 2).free == 59 * stos / 2)
  }

  @Test("Evidence is of the recent past, of this network, and contradicts itself")
  func evidence() throws {
    var stakers = try Stakers()
    stakers.world.epoch = Epoch(4_000)
    for epoch in [975, 4_001] as [UInt64] {
      let data = try stakers.evidence(against: 1, epoch: Epoch(epoch))
      guard case .failure = stakers.call(data, from: 6) else {
        Issue.record("evidence of epoch \(epoch) was accepted")
        continue
      }
    }
    let vote = ABIBytes([UInt8](repeating: 1, count: 81))
    guard case .failure = stakers.call(calldata("submitEvidence(bytes,bytes)", vote, vote), from: 6)
    else {
      Issue.record("nonsense was accepted")
      return
    }
    _ = try stakers.call(try stakers.evidence(against: 1, epoch: Epoch(976)), from: 6).get()
  }

  @Test("A commission rises slowly and falls at once")
  func commission() throws {
    var stakers = try Stakers()
    let edits: [(UInt64, UInt16, Bool)] = [
      (143, 1_050, false), (144, 1_101, false), (144, 1_100, true), (145, 1_150, false),
      (146, 0, true), (288, 100, true), (288, 101, false),
    ]
    for (epoch, commission, isAllowed) in edits {
      stakers.world.epoch = Epoch(epoch)
      let data = calldata("editValidator(uint16,string,string)", commission, "m", "e")
      let isDone = (try? stakers.call(data, from: 1).get()) != nil
      #expect(isDone == isAllowed, "\(commission) in epoch \(epoch)")
    }
  }
}
