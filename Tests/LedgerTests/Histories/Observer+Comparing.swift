import Chain
import Codec
import Ledger
import State
import Testing

/// What logs tell against what the state holds and the contracts answer.
extension Observer {
  /// Every account, and that all of them together have the supply.
  func compareAccounts(with state: InMemoryState) throws {
    var lower = Tables.accounts.lower
    var supply: UInt128 = 0
    var known = wei.filter { $0.value > 0 || nonces[$0.key, default: 0] > 0 }
    while let entry = state.firstEntry(from: lower, below: Tables.accounts.upper) {
      let address = Address(key: entry.key.storage.span.extracting(1..<21))
      let account = try Account(canonicalBytes: entry.value.span)
      #expect(account.balance.units == wei[address, default: 0], "the balance of \(address)")
      #expect(account.nonce == nonces[address, default: 0], "the number of \(address)")
      supply += account.balance.units
      known[address] = nil
      lower = entry.key.successor
    }
    #expect(known.isEmpty, "accounts that the state has forgotten")
    #expect(supply == Genesis.supply.units)
    #expect(Books(over: state)[placed: Tables.baseFee].units == baseFee)
  }

  /// Each account of the protocol holds what it owes, no more.
  func compareDebts() {
    #expect(self[.bondedStake] == stakes.validators.values.reduce(0) { $0 + $1.stake })
    let unbonding = stakes.unbondings.keys.reduce(0) { $0 + stakes.unbonding(of: $1) }
    #expect(self[.unbonding] == unbonding)
    #expect(self[.feePool] == fees)
    for (address, pool) in market.pools {
      for (asset, reserve) in zip(pool.assets, pool.reserves) {
        let held =
          asset == .stos ? wei[address] : market.tokens[asset]?.holdings[address]
        #expect(held ?? 0 == reserve, "the reserves of \(address)")
      }
    }
    for (address, token) in market.tokens {
      #expect(token.holdings.values.reduce(0, +) == token.supply, "the supply of \(address)")
    }
  }

  func compareMarket(with inquiry: Inquiry) throws {
    for (address, token) in market.tokens {
      #expect(try inquiry.number(address, "totalSupply()") == UInt256(token.supply))
      for (holder, amount) in token.holdings {
        let held = try inquiry.number(address, "balanceOf(address)", holder)
        #expect(held == UInt256(amount), "what \(holder) has of \(address)")
      }
      for (pair, amount) in token.allowances {
        let rest = try inquiry.number(address, "allowance(address,address)", pair[0], pair[1])
        #expect(rest == amount, "what \(pair[1]) may spend of \(pair[0])")
      }
    }
    for (address, pool) in market.pools {
      let bytes = try inquiry.ask(address, calldata("getReserves()"))
      let (first, second, _) = try ABI.decode(
        bytes.span, as: UInt112.self, UInt112.self, UInt32.self)
      #expect([first.value, second.value] == pool.reserves)
      for (index, price) in pool.cumulativePrices.enumerated() {
        #expect(try inquiry.number(address, "price\(index)CumulativeLast()") == price)
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
      #expect(key.bytes == record.key && commission == record.commissionBasisPoints)
      #expect(stake.low == record.stake && shares.low == record.shares)
      #expect(standing == record.standing && isProven == record.isProven)
      #expect(slashes == record.slashCount)
      #expect(record.delegations.values.reduce(0) { $0 + $1.shares } == record.shares)
      let earned = try inquiry.number(Stakers.staking, "commission(address)", account)
      #expect(earned.low == record.commission)
      owed += record.commission
      for (delegator, delegation) in record.delegations {
        owed += try compare(delegation, of: delegator, with: account, record, inquiry)
        changeCount += delegation.changeCount + 2
      }
    }
    // Rounding stays with the protocol, and is no more than a wei each time.
    #expect(owed <= self[.stakingRewards])
    #expect(self[.stakingRewards] <= owed + changeCount)
    for delegator in stakes.unbondings.keys {
      let bytes = try inquiry.ask(
        Stakers.staking,
        calldata("unbondings(address,uint256,uint16)", delegator, UInt256.zero, 1_000 as UInt16))
      let (entries, _) = try ABI.decode(
        bytes.span, as: [StakersUnbonding].self, UInt256.self)
      #expect(entries.reduce(0) { $0 + $1.amount.low } == stakes.unbonding(of: delegator))
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
    #expect(shares.low == delegation.shares)
    let worth =
      record.shares == 0
      ? 0
      : UInt256(delegation.shares, times: record.stake)
        .quotientAndRemainder(dividingBy: record.shares).quotient.low
    #expect(amount.low == worth)
    let paid = reward.low + delegation.withdrawn
    let earned = delegation.earned.quotientAndRemainder(dividingBy: 1 << 64).quotient.low
    #expect(paid <= earned + 1, "\(delegator) was paid more than it earned")
    #expect(earned <= paid + delegation.changeCount + 2, "\(delegator) was paid too little")
    return reward.low
  }

  func compareVotes(with inquiry: Inquiry) throws {
    let governance = Address(protocol: 0x1008)
    for (number, proposal) in votes.proposals {
      let bytes = try inquiry.ask(governance, calldata("proposal(uint64)", number))
      let (proposer, _, _, _, lastEpoch, isOpen, hasPassed, power, _) = try ABI.decode(
        bytes.span, as: Address.self, FixedBytes<32>.self, Address.self, UInt256.self,
        UInt64.self, Bool.self, Bool.self, UInt64.self, UInt64.self)
      #expect(proposer == proposal.proposer && lastEpoch == proposal.lastEpoch)
      #expect(hasPassed == proposal.hasPassed)
      #expect(isOpen == (!hasPassed && inquiry.block.epoch.units <= lastEpoch))
      #expect(UInt128(power) == votes.power(for: number, members: stakes.members))
    }
    for (name, value) in votes.parameters {
      let bytes = try inquiry.ask(
        governance, calldata("parameter(bytes32)", name.bigEndianBytes))
      let (_, held, _, _) = try ABI.decode(
        bytes.span, as: FixedBytes<32>.self, UInt256.self, UInt256.self, UInt256.self)
      #expect(held == UInt256(value))
    }
  }
}
