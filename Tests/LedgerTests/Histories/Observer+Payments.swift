import Chain
import Ledger

extension Observer {
  /// Wei that an event tells to have moved.
  struct Payment {
    let amount: UInt128
    let sender: Address
    let recipient: Address

    init(_ amount: UInt128, from sender: Address, to recipient: Address) {
      self.amount = amount
      self.sender = sender
      self.recipient = recipient
    }

    init(_ amount: UInt128, from sender: ModuleAccount, to recipient: ModuleAccount) {
      self.init(amount, from: sender.address, to: recipient.address)
    }
  }

  /// The payments that an event stands for; most have none.
  func payments(of event: LoggedEvent) throws -> [Payment] {
    let bonded = ModuleAccount.bondedStake
    switch event.name {
    case "Transfer" where event.reporter == .stos:
      return [Payment(event.number(2), from: event.address(0), to: event.address(1))]
    case "Delegated":
      return [Payment(event.number(2), from: event.address(1), to: bonded.address)]
    case "Undelegated":
      return [Payment(event.number(2), from: bonded, to: .unbonding)]
    case "UnbondingPaid":
      return [
        Payment(event.number(2), from: ModuleAccount.unbonding.address, to: event.address(0)),
        Payment(event.number(3), from: .unbonding, to: .communityPool),
      ]
    case "RewardWithdrawn":
      let rewards = ModuleAccount.stakingRewards.address
      return [Payment(event.number(2), from: rewards, to: event.address(1))]
    case "CommissionWithdrawn":
      let rewards = ModuleAccount.stakingRewards.address
      return [Payment(event.number(1), from: rewards, to: event.address(0))]
    case "Slashed":
      return [Payment(event.number(3), from: bonded, to: .communityPool)]
    case "RedelegationSlashed":
      return [Payment(event.number(4), from: bonded, to: .communityPool)]
    case "RewardShared":
      try checkShare(event)
      return [
        Payment(event.number(2) + event.number(3), from: .feePool, to: .stakingRewards),
        Payment(event.number(4), from: .feePool, to: .communityPool),
      ]
    case "Spent":
      return [
        Payment(event.number(2), from: ModuleAccount.communityPool.address, to: event.address(1))
      ]
    case "Forfeited":
      let pool = ModuleAccount.communityPool.address
      return [Payment(event.number(1), from: event.address(0), to: pool)]
    default: return []
    }
  }

  /// That a member's part of the fees is its part of the power.
  private func checkShare(_ event: LoggedEvent) throws {
    let (member, reward, commission) = (event.address(0), event.number(2), event.number(3))
    let power = UInt128(stakes.members[member, default: 0])
    let total = stakes.members.values.reduce(0) { $0 + UInt128($1) }
    try Contradiction.unless(
      reward + commission + event.number(4) == fees * power / total,
      "\(member) has \(power) of \(total), and another part of \(fees)")
    let rate = UInt128(stakes.validators[member]?.commissionBasisPoints ?? 0)
    try Contradiction.unless(
      commission == (reward + commission) * rate / 10_000, "a commission of another rate")
  }
}
