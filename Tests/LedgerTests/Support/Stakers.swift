import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// A world whose first people operate validators with keys at hand, and in which epochs end.
struct Stakers {
  static let staking = Address(protocol: 0x1001)
  static let stos: UInt128 = 1_000_000_000_000_000_000

  var world: World
  let operatorCount: Int
  private var secrets: [FixedBytes<32>]

  /// Validators with stakes in thousandths of a million STOS, and two people besides.
  init(stakes: [UInt64] = [400, 300, 200, 60, 40], seed: UInt64 = 1) throws {
    var random = SplitMix64(seed: seed)
    var operators: [GenesisValidator] = []
    var secrets: [FixedBytes<32>] = []
    for stake in stakes {
      let secret = FixedBytes<32>.arbitrary(from: &random)
      secrets.append(secret)
      operators.append(
        GenesisValidator(
          account: .arbitrary(from: &random), key: try PrivateKey(secret).publicKey,
          stake: Wei(stos: stake * 1_000), commissionBasisPoints: 1_000, moniker: "v",
          endpoint: "e:1"))
    }
    world = try World(people: stakes.count + 2, operators: operators, seed: seed)
    operatorCount = stakes.count
    self.secrets = secrets
  }

  var network: Network { Network(chainID: ChainID(20_480), genesisHash: .zero) }

  @discardableResult
  mutating func call(
    _ data: [UInt8], from person: Int, value: UInt128 = 0
  ) -> Result<[UInt8], Refusal> {
    world.call(Self.staking, data, from: person, value: value)
  }

  mutating func delegate(_ amount: UInt128, to validator: Int, from person: Int) throws {
    let data = calldata("delegate(address)", world.people[validator])
    _ = try call(data, from: person, value: amount).get()
  }

  mutating func undelegate(_ amount: UInt128, of validator: Int, from person: Int) throws {
    let data = calldata(
      "undelegate(address,uint256)", world.people[validator], UInt256(amount))
    _ = try call(data, from: person).get()
  }

  mutating func redelegate(
    _ amount: UInt128, from validator: Int, to other: Int, by person: Int
  ) throws {
    let data = calldata(
      "redelegate(address,address,uint256)", world.people[validator], world.people[other],
      UInt256(amount))
    _ = try call(data, from: person).get()
  }

  /// Makes a person an operator under a new key.
  mutating func createValidator(
    _ person: Int, stake: UInt128, secret: FixedBytes<32>, provenBy prover: Int? = nil
  ) throws {
    let key = try PrivateKey(secret)
    let possession = Possession(
      purpose: .consensus, account: world.people[prover ?? person], key: key.publicKey)
    let proof = key.sign(possession.digest(on: network))
    let data = calldata(
      "createValidator(bytes,bytes,uint16,string,string)",
      ABIBytes(key.publicKey.compressed.array), ABIBytes(proof.bytes.array), 500 as UInt16,
      "new", "n:1")
    _ = try call(data, from: person, value: stake).get()
  }

  /// Two votes of a validator's first key for different blocks of one view.
  func evidence(against validator: Int, epoch: Epoch) throws -> [UInt8] {
    let key = try PrivateKey(secrets[validator])
    let votes = [1, 2].map { (byte: UInt8) in
      let candidate = Statement.Candidate(
        parentView: .zero, block: Digest(FixedBytes(repeating: byte)))
      let statement = Statement(epoch: epoch, view: View(3), content: .notarize(candidate))
      let vote = Vote(statement: statement, signature: key.sign(statement.digest(on: network)))
      return ABIBytes(vote.canonicalBytes)
    }
    return calldata("submitEvidence(bytes,bytes)", votes[0], votes[1])
  }

  /// Ends so many epochs, in each of which the first validator proposes the only block.
  mutating func endEpochs(_ count: Int = 1, after missed: UInt64 = 0) {
    for _ in 0..<count { world.endBlock(by: world.people[0], after: missed, isClosing: true) }
  }

  func ask<Value: ABIValue>(_ data: [UInt8], as type: Value.Type) throws -> Value {
    let bytes = try world.ask(Self.staking, data).get()
    return try ABI.decode(bytes.span, as: type)
  }

  func reward(of person: Int, with validator: Int) throws -> UInt128 {
    let data = calldata(
      "reward(address,address)", world.people[validator], world.people[person])
    return try ask(data, as: UInt256.self).low
  }

  func commission(of validator: Int) throws -> UInt128 {
    try ask(calldata("commission(address)", world.people[validator]), as: UInt256.self).low
  }

  func validator(_ person: Int) throws -> StakersValidator {
    let bytes = try world.ask(
      Self.staking, calldata("validator(address)", world.people[person])
    ).get()
    let (_, _, _, commission, stake, selfStake, shares, standing, _, isProven, slashes) =
      try ABI.decode(
        bytes.span, as: ABIBytes.self, String.self, String.self, UInt16.self, UInt256.self,
        UInt256.self, UInt256.self, UInt8.self, UInt64.self, Bool.self, UInt64.self)
    return StakersValidator(
      commission: commission, stake: stake.low, selfStake: selfStake.low, shares: shares.low,
      standing: standing, isProven: isProven, slashes: slashes)
  }

  /// Amount, shares, what is free, and reward.
  func delegation(
    of person: Int, with validator: Int
  ) throws -> (amount: UInt128, shares: UInt128, free: UInt128, reward: UInt128) {
    let data = calldata(
      "delegation(address,address)", world.people[validator], world.people[person])
    let bytes = try world.ask(Self.staking, data).get()
    let answer = try ABI.decode(
      bytes.span, as: Address.self, UInt256.self, UInt256.self, UInt256.self, UInt256.self)
    return (answer.1.low, answer.2.low, answer.3.low, answer.4.low)
  }

  /// Amounts and payouts of stake on its way back.
  func unbondings(of person: Int) throws -> [StakersUnbonding] {
    let data = calldata(
      "unbondings(address,uint256,uint16)", world.people[person], UInt256.zero, 1_000 as UInt16)
    let bytes = try world.ask(Self.staking, data).get()
    return try ABI.decode(bytes.span, as: [StakersUnbonding].self, UInt256.self).0
  }

  func members(of epoch: Epoch) throws -> [StakersMember] {
    try ask(calldata("validatorSet(uint64)", epoch.units), as: [StakersMember].self)
  }

  func wei(_ module: ModuleAccount) -> UInt128 { world.wei(module.address) }
}

/// What the interface says about a validator.
struct StakersValidator {
  let commission: UInt16
  let stake: UInt128
  let selfStake: UInt128
  let shares: UInt128
  let standing: UInt8
  let isProven: Bool
  let slashes: UInt64
}

/// An entry of stake on its way back, as the interface has it.
struct StakersUnbonding: ABIRecord {
  let validator: Address
  let amount: UInt256
  let payout: UInt256
  let maturity: UInt64

  static let fields = ABIFields(Self.init, "validator", "amount", "payout", "maturity") {
    ($0.validator, $0.amount, $0.payout, $0.maturity)
  }
}

/// A member of a set, as the interface has it.
struct StakersMember: ABIRecord {
  let validator: Address
  let key: ABIBytes
  let power: UInt64

  static let fields = ABIFields(Self.init, "validator", "key", "power") {
    ($0.validator, $0.key, $0.power)
  }
}
