import Chain
import Codec

extension Books {
  /// Opens a delegation, or a new one, with everything credited and charged up to now.
  mutating func openBond(
    of delegator: Address, with validator: Address, in block: BlockContext
  ) throws(Refusal) -> Bond {
    let record = try self.validator(validator)
    let delegation = self[Tables.delegations[validator, delegator]]
    var bond = Bond(
      operatorAddress: validator, delegator: delegator, validator: record,
      delegation: delegation ?? Delegation(rewardIndex: record.rewardIndex))
    if delegation == nil { list(bond) }
    try bond.credit()
    try chargeMoved(&bond, in: block)
    return bond
  }

  /// Puts a delegation back; what nobody can claim goes to the community pool.
  mutating func close(_ bond: Bond) throws(Refusal) {
    var bond = bond
    if bond.validator.shares == 0 {
      try forfeit(bond.validator.rewards, of: ModuleAccount.stakingRewards.address)
      bond.validator.rewards = .zero
    }
    self[Tables.validators[bond.operatorAddress]] = bond.validator
    self[Tables.delegations[bond.operatorAddress, bond.delegator]] = bond.delegation
  }

  /// The record stays when it is empty, so that each validator is listed once.
  private mutating func list(_ bond: Bond) {
    let count = count(of: Tables.delegationCounts[bond.delegator])
    self[Tables.delegationsInOrder[bond.delegator, count]] = bond.operatorAddress
    self[Tables.delegationCounts[bond.delegator]] = Count(count + 1)
  }

  /// Lets moved shares go free whose time is over, once they paid for what they left behind.
  private mutating func chargeMoved(
    _ bond: inout Bond, in block: BlockContext
  ) throws(Refusal) {
    let hold = self[placed: Tables.parameters].unbondingEpochs
    while let first = bond.delegation.moved.first,
      first.departure.epoch.units + hold < block.epoch.units
    {
      bond.delegation.moved.removeFirst()
      let lost = first.shares - remainder(of: first.shares, after: [first.departure])
      guard lost > 0 else { continue }
      let amount = bond.validator.worth(of: lost)
      bond.delegation.shares -= lost
      bond.validator.shares -= lost
      bond.validator.stake = Wei(bond.validator.stake.units - amount.units)
      try move(amount, from: .bondedStake, to: ModuleAccount.communityPool.address)
      emit(
        Staking.RedelegationSlashed(
          validator: bond.operatorAddress, delegator: bond.delegator,
          source: first.departure.validator, shares: UInt256(lost),
          amount: UInt256(amount.units)),
        by: Staking.address)
    }
  }
}
