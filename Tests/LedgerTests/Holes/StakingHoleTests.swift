import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// Each test is named for the hole it would go through if a rule of staking were missing.
@Suite("Holes of staking")
struct StakingHoleTests {
  private let stos = Stakers.stos

  private func accuse(_ validator: Int, of epoch: UInt64, in stakers: inout Stakers) throws {
    let data = try stakers.evidence(against: validator, epoch: Epoch(epoch))
    _ = try stakers.call(data, from: 6).get()
  }

  @Test("A redelegation that escapes a slash: whichever way it leaves, it pays both validators")
  func redelegation() throws {
    var stakers = try Stakers()
    try stakers.delegate(200 * stos, to: 1, from: 5)
    try stakers.redelegate(200 * stos, from: 1, to: 2, by: 5)
    // One half leaves before anybody is accused, the other after.
    try stakers.undelegate(100 * stos, of: 2, from: 5)
    try accuse(1, of: 1, in: &stakers)
    try accuse(2, of: 1, in: &stakers)
    let rest = try stakers.delegation(of: 5, with: 2)
    #expect(rest.free == 0)
    #expect(rest.amount == 95 * stos)
    try stakers.undelegate(95 * stos, of: 2, from: 5)
    let half = 100 * stos * 95 / 100 * 95 / 100
    #expect(try stakers.unbondings(of: 5).map(\.payout.low) == [half, half])
    let before = stakers.world.wei(stakers.world.people[5])
    stakers.world.epoch = Epoch(4_000)
    stakers.world.endBlock(by: stakers.world.people[0])
    #expect(stakers.world.wei(stakers.world.people[5]) == before + 2 * half)
    #expect(stakers.wei(.unbonding) == 0)
  }

  @Test("A redelegation that escapes a slash by way of a third validator, or back to the first")
  func longRedelegation() throws {
    var stakers = try Stakers()
    try stakers.delegate(10 * stos, to: 1, from: 5)
    try stakers.redelegate(10 * stos, from: 1, to: 2, by: 5)
    for target in [1, 3] {
      #expect(throws: Refusal.self) {
        try stakers.redelegate(10 * stos, from: 2, to: target, by: 5)
      }
    }
    // Fresh stake may go, and takes nothing of the other's past with it.
    try stakers.delegate(5 * stos, to: 2, from: 5)
    try stakers.redelegate(5 * stos, from: 2, to: 3, by: 5)
    try accuse(1, of: 1, in: &stakers)
    try stakers.undelegate(5 * stos, of: 3, from: 5)
    try stakers.undelegate(10 * stos, of: 2, from: 5)
    let payouts = try stakers.unbondings(of: 5).map(\.payout.low)
    #expect(payouts == [5 * stos, 95 * stos / 10])
  }

  @Test("Consensus-key reuse: a key that was rotated away, or of one who is gone, is taken")
  func keyReuse() throws {
    var stakers = try Stakers()
    let secret = FixedBytes<32>(repeating: 7)
    try stakers.createValidator(5, stake: stos, secret: secret)
    let key = try PrivateKey(FixedBytes<32>(repeating: 8))
    let possession = Possession(
      purpose: .consensus, account: stakers.world.people[5], key: key.publicKey)
    let proof = ABIBytes(key.sign(possession.digest(on: stakers.network)).bytes.array)
    let bytes = ABIBytes(key.publicKey.compressed.array)
    let rotation = calldata("rotateConsensusKey(bytes,bytes)", bytes, proof)
    _ = try stakers.call(rotation, from: 5).get()
    // Not again by its owner, and the old one by nobody.
    #expect(throws: Refusal.self) { try stakers.call(rotation, from: 5).get() }
    #expect(throws: Refusal.self) {
      try stakers.createValidator(6, stake: stos, secret: secret)
    }
    // Nor with a proof that somebody else made for itself.
    #expect(throws: Refusal.self) { try stakers.call(rotation, from: 1).get() }
    #expect(throws: Refusal.self) {
      try stakers.createValidator(6, stake: stos, secret: FixedBytes(repeating: 8))
    }
  }

  @Test("Evidence in two orders, of two equal votes, or twice for one offence")
  func repeatedEvidence() throws {
    var stakers = try Stakers()
    let data = try stakers.evidence(against: 1, epoch: Epoch(1))
    let (first, second) = try ABI.decode(
      Array(data[4...]).span, as: ABIBytes.self, ABIBytes.self)
    let same = calldata("submitEvidence(bytes,bytes)", first, first)
    #expect(throws: Refusal.self) { try stakers.call(same, from: 6).get() }
    let reversed = calldata("submitEvidence(bytes,bytes)", second, first)
    _ = try stakers.call(reversed, from: 6).get()
    let stake = try stakers.validator(1).stake
    for again in [data, reversed] {
      #expect(throws: Refusal.self) { try stakers.call(again, from: 6).get() }
    }
    #expect(try stakers.validator(1).stake == stake)
  }

  @Test("Old evidence, of an epoch whose stake has been paid out, and of one to come")
  func oldEvidence() throws {
    var stakers = try Stakers()
    stakers.world.epoch = Epoch(4_000)
    for (epoch, isTaken) in [(975, false), (4_001, false), (976, true)] as [(UInt64, Bool)] {
      let data = try stakers.evidence(against: 1, epoch: Epoch(epoch))
      switch stakers.call(data, from: 6) {
      case .success: #expect(isTaken, "evidence of epoch \(epoch) was taken")
      case .failure(let refusal): #expect(!isTaken, "epoch \(epoch): \(refusal)")
      }
    }
  }

  @Test("Dust undelegations: crumbs are refused, and a crowd of whole ones is one entry")
  func dust() throws {
    var stakers = try Stakers()
    try stakers.delegate(100 * stos, to: 1, from: 5)
    for amount in [0, 1, stos - 1] {
      #expect(throws: Refusal.self) { try stakers.undelegate(amount, of: 1, from: 5) }
      #expect(throws: Refusal.self) { try stakers.redelegate(amount, from: 1, to: 2, by: 5) }
    }
    for _ in 0..<20 { try stakers.undelegate(stos, of: 1, from: 5) }
    #expect(try stakers.unbondings(of: 5).map(\.amount.low) == [20 * stos])
    // More than there is, and more than there could be.
    #expect(throws: Refusal.self) { try stakers.undelegate(81 * stos, of: 1, from: 5) }
    let data = calldata(
      "undelegate(address,uint256)", stakers.world.people[1], UInt256.max)
    #expect(throws: Refusal.self) { try stakers.call(data, from: 5).get() }
    // What nobody delegated, nobody takes; what somebody did, nobody else takes.
    #expect(throws: Refusal.self) { try stakers.undelegate(stos, of: 1, from: 6) }
  }

  @Test("A fee pool paid twice: a second close finds nothing, and rewards are paid once")
  func feePool() throws {
    var stakers = try Stakers()
    try stakers.world.payFees(10 * stos, from: 5)
    stakers.endEpochs()
    let rewards = stakers.wei(.stakingRewards)
    let community = stakers.wei(.communityPool)
    #expect(rewards + community == 10 * stos)
    stakers.endEpochs(3)
    #expect(stakers.wei(.stakingRewards) == rewards)
    #expect(stakers.wei(.communityPool) == community)
    for person in 0..<5 {
      let data = calldata("withdrawReward(address)", stakers.world.people[person])
      _ = try stakers.call(data, from: person).get()
      #expect(throws: Refusal.self) { try stakers.call(data, from: person).get() }
      _ = try stakers.call(calldata("withdrawCommission()"), from: person).get()
      #expect(throws: Refusal.self) {
        try stakers.call(calldata("withdrawCommission()"), from: person).get()
      }
    }
    #expect(stakers.wei(.stakingRewards) <= 5)
  }

  @Test("Stake that comes for the close alone earns nothing of what was before")
  func lateStake() throws {
    var stakers = try Stakers()
    try stakers.delegate(1_000 * stos, to: 1, from: 5)
    try stakers.world.payFees(stos, from: 6)
    stakers.endEpochs()
    let earned = try stakers.reward(of: 5, with: 1)
    #expect(earned > 0)
    // Doubling the stake now changes nothing about the past.
    try stakers.delegate(1_000 * stos, to: 1, from: 5)
    try stakers.delegate(1_000 * stos, to: 1, from: 6)
    #expect(try stakers.reward(of: 5, with: 1) == earned)
    #expect(try stakers.reward(of: 6, with: 1) == 0)
  }

  @Test("Leaving a slashed validator in odd parts takes nothing from those who stay")
  func leaving() throws {
    var random = SplitMix64(seed: 1)
    var stakers = try Stakers()
    try stakers.delegate(1_000 * stos + 7, to: 1, from: 5)
    try stakers.delegate(1_000 * stos + 3, to: 1, from: 6)
    try accuse(1, of: 1, in: &stakers)
    for _ in 0..<200 {
      let before = try stakers.validator(1)
      try stakers.undelegate(stos + random.unsigned() % (3 * stos), of: 1, from: 5)
      let after = try stakers.validator(1)
      // To the last digit: a share is worth what it was, or more.
      #expect(
        UInt256(after.stake, times: before.shares) >= UInt256(before.stake, times: after.shares))
    }
  }
}
