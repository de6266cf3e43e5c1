package import Chain
import Codec
package import Cryptography

/// A network with its validators' keys at hand, for tests that need real signatures.
package struct SampleNetwork: Sendable {
  package let network: Network
  package let set: ValidatorSet
  /// The secrets of the members, in the order of the set.
  private let secrets: [FixedBytes<32>]

  /// Makes validators of the given powers, always the same for the same seed.
  package init(powers: [UInt64], seed: UInt64 = 1) throws {
    var random = SplitMix64(seed: seed)
    var members: [(secret: FixedBytes<32>, validator: Validator)] = []
    for power in powers {
      let secret = FixedBytes<32>.arbitrary(from: &random)
      let key = try PrivateKey(secret).publicKey
      let validator = Validator(account: Address(of: key), key: key, power: Power(power))
      members.append((secret, validator))
    }
    let set = try ValidatorSet(members.map(\.validator))
    self.set = set
    secrets = set.members.compactMap { member in
      members.first { $0.validator == member }?.secret
    }
    network = Network(chainID: ChainID(20_480), genesisHash: .arbitrary(from: &random))
  }

  /// A member's private key.
  package func key(of member: Int) throws -> PrivateKey {
    try PrivateKey(secrets[member])
  }

  /// What a member signs, signed.
  package func vote(_ statement: Statement, by member: Int) throws -> Vote {
    let key = try key(of: member)
    return Vote(statement: statement, signature: key.sign(statement.digest(on: network)))
  }

  /// A certificate of some members.
  package func certificate(_ statement: Statement, by members: [Int]) throws -> Certificate {
    var signatures = SortedMap<Int, Signature>()
    for member in members { signatures[member] = try vote(statement, by: member).signature }
    return Certificate(
      statement: statement, setCount: set.members.count, signatures: signatures)
  }
}

/// A small valid genesis of some validators, for tests to spoil.
package struct GenesisDraft: Sendable {
  package var chainID = ChainID(20_480)
  package var time = Timestamp(1_700_000_000_000)
  package var epochLengthMilliseconds: UInt64 = 60_000
  package var parameters = ChainParameters()
  package var miningReserve = Wei(stos: 40_000_000)
  package var mined = Wei.zero
  package var weiPerNoz: UInt64 = 1_000_000
  package var accounts: [Genesis.Account] = []
  package var validators: [GenesisValidator] = []
  package var metaNodes: [GenesisNode] = []
  package var resourceNodes: [GenesisResourceNode] = []
  package var tokens: [GenesisToken] = []
  package var pools: [GenesisPool] = []

  package init(validatorCount: Int, seed: UInt64 = 1) {
    var random = SplitMix64(seed: seed)
    for index in 0..<validatorCount {
      let key = PublicKey.arbitrary(from: &random)
      validators.append(
        GenesisValidator(
          account: Address(of: key), key: key, stake: Wei(stos: 1_000_000),
          commissionBasisPoints: 500, moniker: "validator \(index)", endpoint: "127.0.0.1:2600"))
    }
    let rest = 60_000_000 - UInt64(validatorCount) * 1_000_000
    accounts = [Genesis.Account(address: .arbitrary(from: &random), balance: Wei(stos: rest))]
  }

  package func validated() throws(GenesisError) -> Genesis {
    try Genesis(
      chainID: chainID, time: time, epochLengthMilliseconds: epochLengthMilliseconds,
      parameters: parameters, miningReserve: miningReserve, mined: mined, weiPerNoz: weiPerNoz,
      accounts: accounts, validators: validators, metaNodes: metaNodes,
      resourceNodes: resourceNodes, tokens: tokens, pools: pools)
  }
}
