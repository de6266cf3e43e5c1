import Chain
import Codec
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
    default: return try trafficPayments(of: event)
    }
  }

  /// The payments that an event of the traffic layer stands for.
  private func trafficPayments(of event: LoggedEvent) throws -> [Payment] {
    let deposits = ModuleAccount.nodeDeposits.address
    let prepaid = ModuleAccount.unissuedPrepay.address
    let rewards = ModuleAccount.trafficRewards.address
    switch event.name {
    case "ResourceNodeRegistered":
      return [Payment(event.number(9), from: event.address(1), to: deposits)]
    case "MetaNodeRegistered":
      return [Payment(event.number(6), from: event.address(1), to: deposits)]
    case "DepositRaised":
      let owner = try traffic.owner(of: event.address(0))
      return [Payment(event.number(1), from: owner, to: deposits)]
    case "DepositPaid":
      return [Payment(event.number(2), from: deposits, to: event.address(1))]
    case "Penalised":
      return [Payment(event.number(3), from: deposits, to: event.address(1))]
    case "FileRecorded":
      return [Payment(event.number(10), from: event.address(1), to: prepaid)]
    case "FileRenewed":
      return [Payment(event.number(5), from: event.address(1), to: prepaid)]
    case "OzoneBought", "ContractFunded":
      let payer = event.address(event.name == "OzoneBought" ? 0 : 1)
      return [Payment(event.number(2), from: payer, to: prepaid)]
    case "NodeRewardsWithdrawn":
      let amount = event.number(3) + event.number(4) + event.number(5)
      return [Payment(amount, from: rewards, to: event.address(1))]
    case "MetaRewardsWithdrawn", "ContentRewardsWithdrawn":
      return [Payment(event.number(3) + event.number(4), from: rewards, to: event.address(1))]
    case "RecordsExpired":
      return [Payment(event.number(1), from: .trafficRewards, to: .communityPool)]
    case "EpochSettled":
      let settled = try SettledEpoch(decodingMembers: event.data.span)
      return payments(of: settled.traffic, from: .unissuedPrepay)
        + payments(of: settled.mining, from: .miningReserve)
    default: return []
    }
  }

  private func payments(
    of split: SettledEpoch.Split, from source: ModuleAccount
  ) -> [Payment] {
    let tax = split.resourceTax.low + split.metaTax.low
    return [
      Payment(split.chain.low, from: source, to: .feePool),
      Payment(tax, from: source, to: .communityPool),
      Payment(split.pools, from: source, to: .trafficRewards),
    ]
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
