import Chain
import Codec
import Cryptography

extension Books {
  func validator(_ account: Address) throws(Refusal) -> ValidatorRecord {
    guard let record = self[Tables.validators[account]] else {
      throw Refusal("\(account) operates no validator")
    }
    return record
  }

  /// A validator that is not removed for ever.
  func standingValidator(_ account: Address) throws(Refusal) -> ValidatorRecord {
    let record = try validator(account)
    if case .removed(let epoch) = record.standing {
      throw Refusal("the validator of \(account) was removed for ever in epoch \(epoch)")
    }
    return record
  }

  /// Adds a validator without stake, under a key of its own.
  mutating func addValidator(_ record: ValidatorRecord, of account: Address) throws(Refusal) {
    guard self[Tables.validators[account]] == nil else {
      throw Refusal("\(account) operates a validator already")
    }
    try register(record.key, of: account)
    self[Tables.validators[account]] = record
    _ = append(account, to: Tables.validatorsInOrder, counted: Tables.validatorCount)
    emit(
      Staking.ValidatorCreated(
        validator: account, consensusKey: ABIBytes(record.key.compressed.array),
        commissionBp: record.commissionBasisPoints, moniker: record.moniker,
        endpoint: record.endpoint),
      by: Staking.address)
  }

  mutating func register(_ key: PublicKey, of account: Address) throws(Refusal) {
    let place = Tables.consensusKeys[Address(of: key)]
    #if PLANTED
      if LedgerBug.keyReused.isPlanted { return self[place] = account }
    #endif
    guard self[place] == nil, self[Tables.nodes[Address(of: key)]] == nil else {
      throw Refusal("the consensus key \(key) was registered before: a key registers once")
    }
    self[place] = account
  }

  /// Takes part of a validator's stake, and records it for the stake that left.
  mutating func slash(
    _ record: inout ValidatorRecord, of account: Address, by slash: Slash
  ) throws(Refusal) {
    let rest = slash.remainder(of: record.stake.units)
    let amount = Wei(record.stake.units - rest)
    self[Tables.slashes[account, record.slashCount]] = slash
    record.slashCount += 1
    record.stake = Wei(rest)
    try move(amount, from: .bondedStake, to: ModuleAccount.communityPool.address)
    emit(
      Staking.Slashed(
        validator: account, epoch: slash.epoch.units, partsPerMillion: slash.partsPerMillion,
        amount: UInt256(amount.units)),
      by: Staking.address)
  }

  /// What is left of an amount once the slashes are paid that its departures still owe.
  func remainder(of amount: UInt128, after departures: [Departure]) -> UInt128 {
    var amount = amount
    for departure in departures {
      #if PLANTED
        if LedgerBug.redelegationEscapes.isPlanted, departure != departures.first { continue }
      #endif
      let count = self[Tables.validators[departure.validator]]?.slashCount ?? 0
      for number in departure.slashCount..<max(count, departure.slashCount) {
        if let slash = self[Tables.slashes[departure.validator, number]],
          slash.epoch <= departure.epoch
        {
          amount = slash.remainder(of: amount)
        }
      }
    }
    return amount
  }

  /// Moves wei that a module account owes.
  mutating func move(
    _ amount: Wei, from module: ModuleAccount, to recipient: Address
  ) throws(Refusal) {
    try transfer(from: module.address, to: recipient, amount: amount)
  }
}

extension UInt256 {
  /// The number as wei; a word that is wider is more than there is.
  func wei() throws(Refusal) -> Wei {
    guard high == 0, low <= Genesis.supply.units else {
      throw Refusal("\(self) wei are more than there are")
    }
    return Wei(low)
  }
}
