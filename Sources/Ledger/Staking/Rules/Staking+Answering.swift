import Chain
import Codec
import Cryptography
import State

extension Books {
  /// A delegation as it stands, without anything being credited or charged.
  fileprivate func bond(of delegator: Address, with validator: Address) throws(Refusal) -> Bond {
    let record = try self.validator(validator)
    return Bond(
      operatorAddress: validator, delegator: delegator, validator: record,
      delegation: self[Tables.delegations[validator, delegator]]
        ?? Delegation(rewardIndex: record.rewardIndex))
  }
}

extension Bond {
  fileprivate var reward: UInt256 { UInt256(delegation.reward.units + earned.units) }

  fileprivate var answer: Staking.DelegationAnswer {
    Staking.DelegationAnswer(
      validator: operatorAddress, amount: UInt256(validator.worth(of: delegation.shares).units),
      shares: UInt256(delegation.shares),
      free: UInt256(validator.worth(of: delegation.freeShares).units), reward: reward)
  }
}

extension Staking.ValidatorOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Staking.ValidatorAnswer {
    let record = try books.validator(validator)
    let own = books[Tables.delegations[validator, validator]]?.shares ?? 0
    let (standing, epoch): (UInt8, Epoch) =
      switch record.standing {
      case .active: (0, .zero)
      case .jailed(let since): (1, since)
      case .removed(let since): (2, since)
      }
    return Staking.ValidatorAnswer(
      consensusKey: ABIBytes(record.key.compressed.array), moniker: record.moniker,
      endpoint: record.endpoint, commissionBp: record.commissionBasisPoints,
      stake: UInt256(record.stake.units), selfStake: UInt256(record.worth(of: own).units),
      shares: UInt256(record.shares), standing: standing, standingEpoch: epoch.units,
      isProven: record.isProven, slashCount: record.slashCount)
  }
}

extension Staking.ListValidators {
  func answer(_ call: Call, from books: Books) -> AddressPage {
    books.page(
      of: Tables.validatorsInOrder, counted: Tables.validatorCount, from: cursor, limit: limit)
  }
}

extension Staking.DelegationOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Staking.DelegationAnswer {
    try books.bond(of: delegator, with: validator).answer
  }
}

extension Staking.ListDelegations {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Staking.DelegationPage {
    let numbers = Page.numbers(
      below: books.count(of: Tables.delegationCounts[delegator]), from: cursor, limit: limit)
    var list: [Staking.DelegationAnswer] = []
    for number in numbers {
      guard let validator = books[Tables.delegationsInOrder[delegator, number]] else { continue }
      let bond = try books.bond(of: delegator, with: validator)
      guard bond.delegation.shares > 0 || bond.reward > .zero else { continue }
      list.append(bond.answer)
    }
    return Staking.DelegationPage(delegations: list, next: UInt256(numbers.upperBound))
  }
}

extension Staking.RewardOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    try books.bond(of: delegator, with: validator).reward
  }
}

extension Staking.CommissionOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    UInt256(try books.validator(validator).commission.units)
  }
}

extension Staking.ListUnbondings {
  /// The cursor is the number of an entry among those of all delegators.
  func answer(_ call: Call, from books: Books) -> Staking.UnbondingPage {
    let count = books.count(of: Tables.unbondingCount)
    var next = cursor < UInt256(count) ? UInt64(cursor.low) : count
    let end = Tables.unbondings[delegator, .max].key
    var list: [Staking.UnbondingAnswer] = []
    for _ in 0..<min(limit, 1_000) {
      guard let key = books.firstKey(from: Tables.unbondings[delegator, next].key, below: end)
      else { return Staking.UnbondingPage(unbondings: list, next: UInt256(count)) }
      next = UInt64(key: key.storage.span.extracting(21..<29)) + 1
      guard let entry = books[Place<Unbonding>(key: key)], let first = entry.departures.first
      else { continue }
      list.append(
        Staking.UnbondingAnswer(
          validator: first.validator, amount: UInt256(entry.amount.units),
          payout: UInt256(books.remainder(of: entry.amount.units, after: entry.departures)),
          maturity: entry.maturity.units))
    }
    return Staking.UnbondingPage(unbondings: list, next: UInt256(next))
  }
}

extension Staking.RedelegationsOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> [Staking.RedelegationAnswer] {
    let bond = try books.bond(of: delegator, with: validator)
    return bond.delegation.moved.map { moved in
      Staking.RedelegationAnswer(
        source: moved.departure.validator, epoch: moved.departure.epoch.units,
        shares: UInt256(moved.shares),
        amount: UInt256(bond.validator.worth(of: moved.shares).units))
    }
  }
}

extension Staking.ValidatorSetOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> [Staking.Member] {
    guard let set = books[Tables.validatorSets[epoch]] else {
      throw Refusal("the state has the sets of epoch \(call.block.epoch) and the one or two after")
    }
    return set.members.map(Staking.Member.init)
  }
}

extension Staking.ListSlashes {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Staking.SlashPage {
    let numbers = Page.numbers(
      below: try books.validator(validator).slashCount, from: cursor, limit: limit)
    let slashes = numbers.compactMap { books[Tables.slashes[validator, $0]] }
    return Staking.SlashPage(
      slashes: slashes.map {
        Staking.SlashAnswer(epoch: $0.epoch.units, partsPerMillion: $0.partsPerMillion)
      },
      next: UInt256(numbers.upperBound))
  }
}
