import Chain
import Codec

extension Books {
  /// Bonds wei of somebody with a validator.
  mutating func delegate(
    _ amount: Wei, from delegator: Address, to validator: Address, in block: BlockContext
  ) throws(Refusal) {
    guard amount > .zero else { throw Refusal("a delegation is what the call's value is") }
    _ = try standingValidator(validator)
    var bond = try openBond(of: delegator, with: validator, in: block)
    try transfer(from: delegator, to: ModuleAccount.bondedStake.address, amount: amount)
    let shares = try bond.add(amount)
    try close(bond)
    emit(
      Staking.Delegated(
        validator: validator, delegator: delegator, amount: UInt256(amount.units),
        shares: UInt256(shares)),
      by: Staking.address)
  }
}

extension Staking.Delegate {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    try books.delegate(call.value, from: call.sender, to: validator, in: call.block)
    return NoResult()
  }
}

extension Staking.Undelegate {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    var bond = try books.openBond(of: call.sender, with: validator, in: call.block)
    let cost = try bond.cost(of: amount.wei(), among: bond.delegation.shares)
    let departure = bond.departure(in: call.block)
    let parts = bond.remove(cost)
    try books.close(bond)
    try books.move(cost.amount, from: .bondedStake, to: ModuleAccount.unbonding.address)
    // Whole epochs, so that evidence of this one still finds the stake in the last of them.
    let maturity = Epoch(
      call.block.epoch.units + books[placed: Tables.parameters].unbondingEpochs + 1)
    var left = cost.amount.units
    for (index, part) in parts.enumerated() {
      let share = UInt256(cost.amount.units, times: part.shares)
        .quotientAndRemainder(dividingBy: cost.shares).quotient.low
      // The last part takes what rounding left.
      let amount = index == parts.count - 1 ? left : share
      left -= amount
      try books.startUnbonding(
        Unbonding(
          delegator: call.sender, departures: [departure] + (part.departure.map { [$0] } ?? []),
          maturity: maturity, amount: Wei(amount)))
    }
    books.emit(
      Staking.Undelegated(
        validator: validator, delegator: call.sender, amount: UInt256(cost.amount.units),
        shares: UInt256(cost.shares), maturity: maturity.units),
      by: Staking.address)
    return NoResult()
  }
}

extension Staking.Redelegate {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    guard from != to else { throw Refusal("stake is redelegated to another validator") }
    _ = try books.standingValidator(to)
    var source = try books.openBond(of: call.sender, with: from, in: call.block)
    let free = source.delegation.freeShares
    guard free > 0 else {
      throw Refusal("redelegated stake stays where it is until the unbonding time is over")
    }
    let cost = try source.cost(of: amount.wei(), among: free)
    let departure = source.departure(in: call.block)
    source.validator.shares -= cost.shares
    source.validator.stake = Wei(source.validator.stake.units - cost.amount.units)
    source.delegation.shares -= cost.shares
    try books.close(source)
    var target = try books.openBond(of: call.sender, with: to, in: call.block)
    let shares = try target.add(cost.amount)
    try target.delegation.hold(shares, after: departure)
    try books.close(target)
    books.emit(
      Staking.Redelegated(
        from: from, to: to, delegator: call.sender, amount: UInt256(cost.amount.units),
        fromShares: UInt256(cost.shares), toShares: UInt256(shares)),
      by: Staking.address)
    return NoResult()
  }
}

extension Delegation {
  /// Remembers where shares came from that were just added.
  fileprivate mutating func hold(
    _ shares: UInt128, after departure: Departure
  ) throws(Refusal) {
    if let index = moved.firstIndex(where: { $0.departure == departure }) {
      moved[index].shares += shares
      return
    }
    guard moved.count < Self.movedCountMax else {
      throw Refusal(
        "a delegation takes up stake of at most \(Self.movedCountMax) redelegations at a time")
    }
    moved.append(Moved(departure: departure, shares: shares))
  }
}

extension Staking.WithdrawReward {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt256 {
    var bond = try books.openBond(of: call.sender, with: validator, in: call.block)
    let amount = bond.delegation.reward
    guard amount > .zero else {
      throw Refusal("\(call.sender) has earned nothing with \(validator) since the last time")
    }
    bond.delegation.reward = .zero
    try books.close(bond)
    try books.move(amount, from: .stakingRewards, to: call.sender)
    books.emit(
      Staking.RewardWithdrawn(
        validator: validator, delegator: call.sender, amount: UInt256(amount.units)),
      by: Staking.address)
    return UInt256(amount.units)
  }
}

extension Staking.WithdrawCommission {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt256 {
    var record = try books.validator(call.sender)
    let amount = record.commission
    guard amount > .zero else { throw Refusal("\(call.sender) has no commission to withdraw") }
    record.commission = .zero
    books[Tables.validators[call.sender]] = record
    try books.move(amount, from: .stakingRewards, to: call.sender)
    books.emit(
      Staking.CommissionWithdrawn(validator: call.sender, amount: UInt256(amount.units)),
      by: Staking.address)
    return UInt256(amount.units)
  }
}
