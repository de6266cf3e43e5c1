import Chain
import Codec
import Ledger
import State
import TestSupport

/// What logs tell against what the state holds and the contracts answer.
extension Observer {
  private func agree<Value: Equatable>(
    _ told: Value, _ held: Value, _ what: @autoclosure () -> String
  ) throws {
    try Contradiction.unless(told == held, "\(what()): logs tell \(told), there is \(held)")
  }

  /// Every account, and that all of them together have the supply.
  func compareAccounts(with state: InMemoryState) throws {
    var lower = Tables.accounts.lower
    var supply: UInt128 = 0
    var known = wei.filter { $0.value > 0 || nonces[$0.key, default: 0] > 0 }
    while let entry = state.firstEntry(from: lower, below: Tables.accounts.upper) {
      let address = Address(key: entry.key.storage.span.extracting(1..<21))
      let account = try Account(canonicalBytes: entry.value.span)
      try agree(wei[address, default: 0], account.balance.units, "the balance of \(address)")
      try agree(nonces[address, default: 0], account.nonce, "the number of \(address)")
      supply += account.balance.units
      known[address] = nil
      lower = entry.key.successor
    }
    try agree(known, [:], "accounts that the state has forgotten")
    try agree(Genesis.supply.units, supply, "the supply")
    try agree(baseFee, Books(over: state)[placed: Tables.baseFee].units, "the base fee")
  }

  /// Each account of the protocol holds what it owes, no more.
  func compareDebts() throws {
    let stake = stakes.validators.values.reduce(0) { $0 + $1.stake }
    try agree(stake, self[.bondedStake], "the bonded stake")
    let unbonding = stakes.unbondings.keys.reduce(0) { $0 + stakes.unbonding(of: $1) }
    try agree(unbonding, self[.unbonding], "what is unbonding")
    try agree(fees, self[.feePool], "the fee pool")
    try agree(traffic.depositsHeld, self[.nodeDeposits], "the deposits of nodes")
    try agree(traffic.economy.prepaid, self[.unissuedPrepay], "what was prepaid")
    try agree(traffic.unclaimed, self[.trafficRewards], "the rewards of traffic")
    try agree(
      Genesis.minable.units - traffic.economy.mined, self[.miningReserve], "the mining reserve")
    try traffic.checkOzone()
    for (address, pool) in market.pools {
      for (asset, reserve) in zip(pool.assets, pool.reserves) {
        let held =
          asset == .stos ? wei[address] : market.tokens[asset]?.holdings[address]
        try agree(reserve, held ?? 0, "what holds the reserves of \(address)")
      }
    }
    for (address, token) in market.tokens {
      try agree(token.supply, token.holdings.values.reduce(0, +), "the supply of \(address)")
    }
  }

  func compareMarket(with inquiry: Inquiry) throws {
    for (address, token) in market.tokens {
      let supply = try inquiry.number(address, "totalSupply()")
      try agree(UInt256(token.supply), supply, "the supply of \(address)")
      for (holder, amount) in token.holdings {
        let held = try inquiry.number(address, "balanceOf(address)", holder)
        try agree(UInt256(amount), held, "what \(holder) has of \(address)")
      }
      for (pair, amount) in token.allowances {
        let rest = try inquiry.number(address, "allowance(address,address)", pair[0], pair[1])
        try agree(amount, rest, "what \(pair[1]) may spend of \(pair[0])")
      }
    }
    for (address, pool) in market.pools {
      let bytes = try inquiry.ask(address, calldata("getReserves()"))
      let (first, second, _) = try ABI.decode(
        bytes.span, as: UInt112.self, UInt112.self, UInt32.self)
      try agree(pool.reserves, [first.value, second.value], "the reserves of \(address)")
      for (index, price) in pool.cumulativePrices.enumerated() {
        let held = try inquiry.number(address, "price\(index)CumulativeLast()")
        try agree(price, held, "a price of \(address) over time")
      }
    }
  }

  func compareStakes(with inquiry: Inquiry) throws {
    var owed: UInt128 = 0
    var changeCount: UInt128 = 0
    for (account, record) in stakes.validators {
      let bytes = try inquiry.ask(Stakers.staking, calldata("validator(address)", account))
      let (key, _, _, commission, stake, _, shares, standing, _, isProven, slashes) =
        try ABI.decode(
          bytes.span, as: ABIBytes.self, String.self, String.self, UInt16.self, UInt256.self,
          UInt256.self, UInt256.self, UInt8.self, UInt64.self, Bool.self, UInt64.self)
      try agree(record.key, key.bytes, "the key of \(account)")
      try agree(record.commissionBasisPoints, commission, "what \(account) takes")
      try agree([record.stake, record.shares], [stake.low, shares.low], "stake of \(account)")
      try agree(record.standing, standing, "the standing of \(account)")
      try agree(record.isProven, isProven, "whether \(account) is proven")
      try agree(record.slashCount, slashes, "the slashes of \(account)")
      let owned = record.delegations.values.reduce(0) { $0 + $1.shares }
      try agree(record.shares, owned, "the shares of \(account)")
      let earned = try inquiry.number(Stakers.staking, "commission(address)", account)
      try agree(record.commission, earned.low, "the commission of \(account)")
      owed += record.commission
      for (delegator, delegation) in record.delegations {
        owed += try compare(delegation, of: delegator, with: account, record, inquiry)
        changeCount += delegation.changeCount + 2
      }
    }
    // Rounding stays with the protocol, and is no more than a wei each time.
    let held = self[.stakingRewards]
    try Contradiction.unless(
      owed <= held && held <= owed + changeCount, "rewards: \(held) for \(owed) that is owed")
    for delegator in stakes.unbondings.keys {
      let bytes = try inquiry.ask(
        Stakers.staking,
        calldata("unbondings(address,uint256,uint16)", delegator, UInt256.zero, 1_000 as UInt16))
      let (entries, _) = try ABI.decode(
        bytes.span, as: [StakersUnbonding].self, UInt256.self)
      let amount = entries.reduce(0) { $0 + $1.amount.low }
      try agree(stakes.unbonding(of: delegator), amount, "what \(delegator) takes back")
    }
  }

  /// What a delegator has and has earned; returns what it can still withdraw.
  private func compare(
    _ delegation: ObservedStakes.Delegation, of delegator: Address, with validator: Address,
    _ record: ObservedStakes.Validator, _ inquiry: Inquiry
  ) throws -> UInt128 {
    let bytes = try inquiry.ask(
      Stakers.staking, calldata("delegation(address,address)", validator, delegator))
    let (_, amount, shares, _, reward) = try ABI.decode(
      bytes.span, as: Address.self, UInt256.self, UInt256.self, UInt256.self, UInt256.self)
    try agree(delegation.shares, shares.low, "the shares of \(delegator)")
    let worth =
      record.shares == 0
      ? 0
      : UInt256(delegation.shares, times: record.stake)
        .quotientAndRemainder(dividingBy: record.shares).quotient.low
    try agree(worth, amount.low, "the stake of \(delegator)")
    let paid = reward.low + delegation.withdrawn
    let earned = delegation.earned.quotientAndRemainder(dividingBy: 1 << 64).quotient.low
    try Contradiction.unless(
      paid <= earned + 1 && earned <= paid + delegation.changeCount + 2,
      "\(delegator) earned \(earned) and was credited with \(paid)")
    return reward.low
  }

  func compareVotes(with inquiry: Inquiry) throws {
    let governance = Address(protocol: 0x1008)
    for (number, proposal) in votes.proposals {
      let bytes = try inquiry.ask(governance, calldata("proposal(uint64)", number))
      let (proposer, _, _, _, _, lastEpoch, isOpen, hasPassed, power, _) = try ABI.decode(
        bytes.span, as: Address.self, UInt8.self, FixedBytes<32>.self, Address.self, UInt256.self,
        UInt64.self, Bool.self, Bool.self, UInt64.self, UInt64.self)
      try agree(proposal.proposer, proposer, "who proposed \(number)")
      try agree(proposal.lastEpoch, lastEpoch, "the end of proposal \(number)")
      try agree(proposal.hasPassed, hasPassed, "whether \(number) has passed")
      let canPass = !hasPassed && inquiry.block.epoch.units <= lastEpoch
      try agree(canPass, isOpen, "whether \(number) is open")
      let yes = votes.power(for: number, members: stakes.members)
      try agree(yes, UInt128(power), "the power for \(number)")
    }
    for (name, value) in votes.parameters {
      let bytes = try inquiry.ask(
        governance, calldata("parameter(bytes32)", name.bigEndianBytes))
      let (_, held, _, _) = try ABI.decode(
        bytes.span, as: FixedBytes<32>.self, UInt256.self, UInt256.self, UInt256.self)
      try agree(UInt256(value), held, "a parameter")
    }
  }
}
