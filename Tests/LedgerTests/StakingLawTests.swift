import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// What holds in a random history of stake that moves, earns and is slashed.
@Suite("Laws of staking")
struct StakingLawTests {
  private let stos = Stakers.stos

  /// Every module account is the sum of what it owes; dust stays in the pool's favour.
  private func checkDebts(_ stakers: Stakers) throws {
    let people = stakers.world.people.indices
    let validators = 0..<stakers.operatorCount
    var stake: UInt128 = 0
    var rewards: UInt128 = 0
    for validator in validators {
      let bonded = try stakers.validator(validator).stake
      let owned = try people.map { try stakers.delegation(of: $0, with: validator).amount }
      stake += bonded
      #expect(owned.reduce(0, +) <= bonded)
      #expect(owned.reduce(0, +) + UInt128(people.count) >= bonded)
      rewards += try stakers.commission(of: validator)
      for person in people { rewards += try stakers.reward(of: person, with: validator) }
    }
    let unbonding = try people.flatMap { try stakers.unbondings(of: $0) }
    #expect(stakers.wei(.bondedStake) == stake)
    #expect(stakers.wei(.unbonding) == unbonding.reduce(0) { $0 + $1.amount.low })
    #expect(stakers.wei(.stakingRewards) >= rewards)
    #expect(stakers.wei(.stakingRewards) <= rewards + 1_000)
  }

  private func act(_ stakers: inout Stakers, _ random: inout SplitMix64) throws {
    let person = random.number(in: 0...stakers.world.people.count - 1)
    let validator = random.number(in: 0...stakers.operatorCount - 1)
    let other = random.number(in: 0...stakers.operatorCount - 1)
    let amount = UInt128(random.number(in: 0...4_000)) * stos / 7
    switch random.number(in: 0...9) {
    case 0, 1, 2: try stakers.delegate(amount, to: validator, from: person)
    case 3, 4: try stakers.undelegate(amount, of: validator, from: person)
    case 5, 6: try stakers.redelegate(amount, from: validator, to: other, by: person)
    case 7:
      let data = calldata("withdrawReward(address)", stakers.world.people[validator])
      _ = try stakers.call(data, from: person).get()
    case 8:
      _ = try stakers.call(calldata("withdrawCommission()"), from: validator).get()
    default:
      guard random.happens(oneIn: 6) else { return }
      let epoch = Epoch(UInt64.random(in: 1...stakers.world.epoch.units, using: &random))
      let data = try stakers.evidence(against: max(1, validator), epoch: epoch)
      _ = try stakers.call(data, from: person).get()
    }
  }

  @Test("Module accounts hold what they owe, and nothing is made or lost", arguments: Seeds.few)
  func histories(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var stakers = try Stakers(seed: seed)
    var outcomes = (done: 0, refused: 0)
    for step in 0..<150 {
      do {
        try act(&stakers, &random)
        outcomes.done += 1
      } catch is Refusal {
        outcomes.refused += 1
      }
      if random.happens(oneIn: 6) {
        try stakers.world.payFees(random.unsigned(UInt128.self) % stos, from: 5)
        stakers.endEpochs(after: UInt64(random.number(in: 0...40)))
        #expect(stakers.wei(.feePool) == 0)
      }
      if step % 15 == 0 { try checkDebts(stakers) }
    }
    // Time passes, and all that was on its way arrives.
    stakers.world.epoch = Epoch(stakers.world.epoch.units + 4_000)
    stakers.world.endBlock(by: stakers.world.people[0])
    #expect(stakers.wei(.unbonding) == 0)
    try checkDebts(stakers)
    #expect(try stakers.world.supply() == Genesis.supply.units)
    #expect(outcomes.done > 40)
    #expect(outcomes.refused > 5)
  }

  /// Who had how much stake at each close is all that a reward depends on.
  @Test("A delegator earns what a naive account of its stake says", arguments: Seeds.few)
  func rewards(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var stakers = try Stakers(stakes: [600, 400], seed: seed)
    var expected: UInt128 = 0
    for _ in 0..<20 {
      let amount = UInt128(random.number(in: 1...90_000)) * stos
      if random.happens(oneIn: 2) {
        try? stakers.delegate(amount, to: 1, from: 2)
      } else {
        try? stakers.undelegate(amount, of: 1, from: 2)
      }
      if random.happens(oneIn: 3) { try? stakers.delegate(amount, to: 1, from: 3) }
      let fees = UInt128(random.number(in: 0...1_000_000)) * 1_000_000_000
      try stakers.world.payFees(fees, from: 3)
      let members = try stakers.members(of: stakers.world.epoch)
      let power = UInt128(members.reduce(0) { $0 + $1.power })
      let mine = UInt128(
        members.first { $0.validator == stakers.world.people[1] }?.power ?? 0)
      let reward = fees * mine / power * 9 / 10
      let own = try stakers.delegation(of: 2, with: 1).shares
      let all = try stakers.validator(1).shares
      expected += try multiplyDivide(reward, by: own, over: all, rounding: .down)
      // The view after is led by the first validator or nobody has missed: one view, one slot.
      stakers.world.endBlock(by: stakers.world.people[1], isClosing: true)
    }
    let earned = try stakers.reward(of: 2, with: 1)
    #expect(earned <= expected + 20)
    #expect(earned + 100 >= expected)
  }
}
