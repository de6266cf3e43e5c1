import Chain
import Codec

/// A delegation taken out of the books together with its validator, for a rule to change both.
struct Bond {
  let operatorAddress: Address
  let delegator: Address
  var validator: ValidatorRecord
  var delegation: Delegation
}

extension Bond {
  /// Credits the delegation with what its shares have earned since the last time.
  mutating func credit() throws(Refusal) {
    #if PLANTED
      if LedgerBug.rewardForgotten.isPlanted {
        return delegation.rewardIndex = validator.rewardIndex
      }
    #endif
    let earned = earned
    precondition(earned <= validator.rewards, "a share earns at most its part")
    validator.rewards = Wei(validator.rewards.units - earned.units)
    delegation.reward = try Refusal.unless(delegation.reward.adding(earned))
    delegation.rewardIndex = validator.rewardIndex
  }

  /// What its shares have earned since it was last credited.
  ///
  /// The product fits: the shares' part of the rewards, times 2⁹⁶, is below 2¹⁸⁴.
  var earned: Wei {
    let growth = validator.rewardIndex.subtractingReportingOverflow(delegation.rewardIndex)
    let product = growth.partialValue &* delegation.shares
    return Wei(product.quotientAndRemainder(dividingBy: 1 << 96).quotient.low)
  }

  /// Adds wei that are in the bonded stake already, and returns the shares they came to.
  mutating func add(_ amount: Wei) throws(Refusal) -> UInt128 {
    let shares = try validator.shares(for: amount, rounding: .down)
    guard shares > 0 else { throw Refusal("\(amount) wei are less than a share of the stake") }
    validator.stake = try Refusal.unless(validator.stake.adding(amount))
    let (sum, isTooMuch) = validator.shares.addingReportingOverflow(shares)
    guard !isTooMuch else { throw Refusal("the validator has too many shares") }
    validator.shares = sum
    delegation.shares += shares
    return shares
  }

  /// How many shares an amount takes, and exactly what they come to: all when nothing would stay.
  func cost(
    of amount: Wei, among shares: UInt128
  ) throws(Refusal) -> (shares: UInt128, amount: Wei) {
    let worth = validator.worth(of: shares)
    guard amount > .zero, amount <= worth else {
      throw Refusal("the amount is between 1 and the \(worth) wei that are there, not \(amount)")
    }
    guard amount >= Staking.entryMin || amount == worth else {
      throw Refusal("an entry is at least \(Staking.entryMin) wei, or all \(worth)")
    }
    #if PLANTED
      if LedgerBug.roundingForLeaver.isPlanted {
        return (try validator.shares(for: amount, rounding: .down), amount)
      }
    #endif
    let needed = try validator.shares(for: amount, rounding: .up)
    return amount == worth || needed >= shares ? (shares, worth) : (needed, amount)
  }

  /// Takes wei and the shares they cost out of both records.
  mutating func remove(
    _ cost: (shares: UInt128, amount: Wei)
  ) -> [(shares: UInt128, departure: Departure?)] {
    validator.shares -= cost.shares
    validator.stake = Wei(validator.stake.units - cost.amount.units)
    return delegation.take(cost.shares)
  }

  /// That stake leaves the validator now.
  func departure(in block: BlockContext) -> Departure {
    Departure(
      validator: operatorAddress, epoch: block.epoch, slashCount: validator.slashCount)
  }
}
