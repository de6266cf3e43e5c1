import Chain
import Codec
import Cryptography
import Ledger

/// Validators and those who trust them, as logs tell of them.
struct ObservedStakes {
  struct Validator {
    var key: [UInt8]
    var commissionBasisPoints: UInt16
    var stake: UInt128 = 0
    var shares: UInt128 = 0
    /// 0 active, 1 jailed, 2 removed.
    var standing: UInt8 = 0
    var isProven = false
    var slashCount: UInt64 = 0
    var commission: UInt128 = 0
    var delegations: [Address: Delegation] = [:]
  }

  struct Delegation {
    var shares: UInt128 = 0
    /// All that it ever earned, with 64 binary places, and what of it was paid.
    var earned = UInt256.zero
    var withdrawn: UInt128 = 0
    /// How often the delegation changed: each time may cost a wei of rounding.
    var changeCount: UInt128 = 0
  }

  var validators: [Address: Validator] = [:]
  /// What is on its way back, by delegator, validator and the epoch of payment.
  var unbondings: [Address: [Address: [UInt64: UInt128]]] = [:]
  /// The keys that were ever registered.
  private var keys: Set<[UInt8]> = []
  /// The epoch of the block.
  var epoch = Epoch(1)
  /// By epoch: the members of the sets that are known.
  private var sets: [UInt64: [Address: UInt64]] = [:]

  init(genesis: Genesis) {
    for validator in genesis.validators {
      var record = Validator(
        key: validator.key.compressed.array,
        commissionBasisPoints: validator.commissionBasisPoints, stake: validator.stake.units,
        shares: validator.stake.units, isProven: true)
      record.delegations[validator.account] = Delegation(shares: validator.stake.units)
      validators[validator.account] = record
      keys.insert(record.key)
    }
    let members = genesis.validatorSet.members.map { ($0.account, $0.power.units) }
    sets[1] = Dictionary(uniqueKeysWithValues: members)
    sets[2] = sets[1]
  }

  /// Who votes in the epoch of the block, with what power.
  var members: [Address: UInt64] { sets[epoch.units] ?? [:] }

  func unbonding(of delegator: Address) -> UInt128 {
    unbondings[delegator, default: [:]].values.flatMap(\.values).reduce(0, +)
  }

  mutating func observe(_ event: LoggedEvent) throws {
    switch event.name {
    case "ValidatorCreated", "ValidatorEdited", "ConsensusKeyRotated", "Proven", "Jailed",
      "Unjailed", "Removed":
      try observeOperator(event)
    case "Delegated":
      add(
        event.number(3), of: event.address(1), to: event.address(0), stake: event.number(2))
    case "Undelegated":
      try remove(
        event.number(3), of: event.address(1), from: event.address(0), stake: event.number(2))
      unbondings[event.address(1), default: [:]][event.address(0), default: [:]][
        UInt64(event.number(4)), default: 0] += event.number(2)
    case "UnbondingPaid": try pay(event)
    case "Redelegated":
      let (from, to, delegator) = (event.address(0), event.address(1), event.address(2))
      try remove(event.number(4), of: delegator, from: from, stake: event.number(3))
      add(event.number(5), of: delegator, to: to, stake: event.number(3))
    case "RedelegationSlashed":
      try remove(
        event.number(3), of: event.address(1), from: event.address(0), stake: event.number(4))
    case "Slashed": try slash(event)
    case "RewardShared": share(event)
    case "RewardWithdrawn":
      validators[event.address(0)]?.delegations[event.address(1)]?.withdrawn += event.number(2)
      validators[event.address(0)]?.delegations[event.address(1)]?.changeCount += 1
    case "CommissionWithdrawn":
      let validator = event.address(0)
      try Contradiction.unless(
        validators[validator]?.commission == event.number(1), "\(validator) took its commission")
      validators[validator]?.commission = 0
    case "ValidatorSetChosen": try choose(event)
    default: break
    }
  }

  private mutating func observeOperator(_ event: LoggedEvent) throws {
    let account = event.address(0)
    switch event.name {
    case "ValidatorCreated":
      try Contradiction.unless(validators[account] == nil, "\(account) is a validator twice")
      let (key, commission, _, _) = try ABI.decode(
        event.data.span, as: ABIBytes.self, UInt16.self, String.self, String.self)
      validators[account] = Validator(key: key.bytes, commissionBasisPoints: commission)
      try Contradiction.unless(keys.insert(key.bytes).inserted, "a key registers once")
    case "ValidatorEdited":
      validators[account]?.commissionBasisPoints = UInt16(event.number(1))
    case "ConsensusKeyRotated":
      let (key, first) = try ABI.decode(event.data.span, as: ABIBytes.self, UInt64.self)
      try Contradiction.unless(first == epoch.units + 2, "a key serves from the second epoch on")
      validators[account]?.key = key.bytes
      try Contradiction.unless(keys.insert(key.bytes).inserted, "a key registers once")
    case "Proven": validators[account]?.isProven = true
    case "Jailed":
      validators[account]?.standing = 1
      validators[account]?.isProven = false
    case "Unjailed":
      validators[account]?.standing = 0
      validators[account]?.isProven = false
    default: validators[account]?.standing = 2
    }
  }

  private mutating func add(
    _ shares: UInt128, of delegator: Address, to validator: Address, stake: UInt128
  ) {
    validators[validator]?.stake += stake
    validators[validator]?.shares += shares
    validators[validator]?.delegations[delegator, default: Delegation()].shares += shares
    validators[validator]?.delegations[delegator]?.changeCount += 1
  }

  private mutating func remove(
    _ shares: UInt128, of delegator: Address, from validator: Address, stake: UInt128
  ) throws {
    guard let record = validators[validator], let held = record.delegations[delegator],
      shares <= held.shares, stake <= record.stake
    else { throw Contradiction("\(delegator) took stake from \(validator) that was not there") }
    try Contradiction.unless(
      UInt256(stake, times: record.shares) <= UInt256(record.stake, times: shares),
      "who leaves takes no more than its part")
    validators[validator]?.stake -= stake
    validators[validator]?.shares -= shares
    validators[validator]?.delegations[delegator]?.shares -= shares
    validators[validator]?.delegations[delegator]?.changeCount += 1
  }

  private mutating func slash(_ event: LoggedEvent) throws {
    let account = event.address(0)
    let stake = validators[account]?.stake ?? 0
    try Contradiction.unless(
      event.number(3) == stake * event.number(2) / 1_000_000, "a slash takes its part")
    validators[account]?.stake -= event.number(3)
    validators[account]?.slashCount += 1
  }

  /// Everyone who has shares now earns its part.
  private mutating func share(_ event: LoggedEvent) {
    guard var record = validators[event.address(0)] else { return }
    record.commission += event.number(3)
    if record.shares > 0 {
      for (delegator, delegation) in record.delegations {
        let part = UInt256(event.number(2), times: delegation.shares) &* (1 << 64)
        let earned = part.quotientAndRemainder(dividingBy: record.shares).quotient
        record.delegations[delegator]?.earned = delegation.earned &+ earned
      }
    }
    validators[event.address(0)] = record
  }

  /// Pays what matured first; an entry may be paid in parts, each of which owes other slashes.
  private mutating func pay(_ event: LoggedEvent) throws {
    let (delegator, validator) = (event.address(0), event.address(1))
    let amount = event.number(2) + event.number(3)
    var entries = unbondings[delegator]?[validator] ?? [:]
    guard let first = entries.keys.min(), first <= epoch.units, let owed = entries[first],
      amount <= owed
    else { throw Contradiction("\(delegator) is paid \(amount) that nothing is due for") }
    entries[first] = owed == amount ? nil : owed - amount
    unbondings[delegator]?[validator] = entries
  }

  private mutating func choose(_ event: LoggedEvent) throws {
    let chosen = UInt64(event.number(0))
    let (hash, list) = try ABI.decode(
      event.data.span, as: FixedBytes<32>.self, [StakersMember].self)
    let set = try ValidatorSet(
      list.map { member in
        let bytes = try FixedBytes<33>(member.key.bytes).unwrapped("a key has 33 bytes")
        return Chain.Validator(
          account: member.validator, key: try .init(compressed: bytes), power: Power(member.power))
      })
    try Contradiction.unless(set.hash.bytes == hash, "the hash of a set is of its members")
    let before = sets[chosen - 1] ?? [:]
    for member in list where before[member.validator] == nil {
      validators[member.validator]?.isProven = false
    }
    let pairs = list.map { ($0.validator, $0.power) }
    sets[chosen] = Dictionary(uniqueKeysWithValues: pairs)
    sets[chosen - 2] = nil
  }
}

extension Optional {
  /// The value, or what is wrong without one.
  func unwrapped(_ description: String) throws -> Wrapped {
    guard let self else { throw Contradiction(description) }
    return self
  }
}
