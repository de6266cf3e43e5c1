import Chain
import Codec

extension Books {
  /// Shares out the fees of an epoch by power; what a validator missed goes to the community pool.
  ///
  /// Protocol: The close of an epoch.
  mutating func shareFees(_ record: SlotRecord, in epoch: Epoch) throws(Refusal) {
    let pool = account(ModuleAccount.feePool.address).balance
    guard pool > .zero else { return }
    for (index, member) in record.set.members.enumerated() {
      let share = try Refusal.unless(
        multiplyDivide(
          pool.units, by: UInt128(member.power.units),
          over: UInt128(record.set.totalPower.units), rounding: .down))
      let slots = UInt128(record.slots[index])
      let led = slots - UInt128(record.missed[index])
      let earned =
        slots == 0
        ? share
        : try Refusal.unless(multiplyDivide(share, by: led, over: slots, rounding: .down))
      try pay(Wei(earned), of: Wei(share), to: member.account, in: epoch)
    }
    // What rounding left, too: the pool begins every epoch empty.
    #if PLANTED
      if LedgerBug.feesKept.isPlanted { return }
    #endif
    let rest = account(ModuleAccount.feePool.address).balance
    try forfeit(rest, of: ModuleAccount.feePool.address)
  }

  /// Credits a validator with what it earned; without stake nobody could claim it.
  private mutating func pay(
    _ earned: Wei, of share: Wei, to account: Address, in epoch: Epoch
  ) throws(Refusal) {
    guard var record = self[Tables.validators[account]] else {
      preconditionFailure("a member of a set has a record")
    }
    let credit = record.shares > 0 ? earned : .zero
    let commission = Wei(credit.units * UInt128(record.commissionBasisPoints) / 10_000)
    let reward = Wei(credit.units - commission.units)
    if record.shares > 0 {
      let growth = UInt256(reward.units, times: 1 << 96)
        .quotientAndRemainder(dividingBy: record.shares).quotient
      record.rewardIndex = record.rewardIndex &+ growth
    }
    record.rewards = try Refusal.unless(record.rewards.adding(reward))
    record.commission = try Refusal.unless(record.commission.adding(commission))
    self[Tables.validators[account]] = record
    let forfeited = Wei(share.units - credit.units)
    try move(credit, from: .feePool, to: ModuleAccount.stakingRewards.address)
    try move(forfeited, from: .feePool, to: ModuleAccount.communityPool.address)
    emit(
      Staking.RewardShared(
        validator: account, epoch: epoch.units, reward: UInt256(reward.units),
        commission: UInt256(commission.units), forfeited: UInt256(forfeited.units)),
      by: Staking.address)
  }
}
