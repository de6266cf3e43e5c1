import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// A world with nodes whose keys are at hand.
///
/// Person 0 operates the only validator, unless there is a rival, whom person 1 operates; that one
/// also owns the nodes that are there from the start.
struct Fleet {
  static let nodes = Address(protocol: 0x1002)
  static let governance = Address(protocol: 0x1008)
  static let network = Network(chainID: ChainID(20_480), genesisHash: .zero)
  static let stos: UInt128 = 1_000_000_000_000_000_000
  static let metaDeposit = 1_000 * stos

  var world: World
  /// The validator's.
  let consensusKey: PublicKey
  /// The first ones, all with seats.
  private(set) var metas: [Address] = []
  /// The first ones, all active with the whole of their deposit.
  private(set) var resources: [Address] = []
  private var secrets: [Address: FixedBytes<32>] = [:]
  private var random: SplitMix64

  init(
    metas metaCount: Int = 4, resources deposits: [UInt128] = [100 * stos, 60 * stos, 40 * stos],
    people: Int = 6, parameters: ChainParameters = ChainParameters(), minedSTOS mined: UInt64 = 0,
    rival: UInt64 = 0, seed: UInt64 = 1
  ) throws {
    random = SplitMix64(seed: seed)
    var validators: [GenesisValidator] = []
    for stake in [1_000_000 - rival, rival] where stake > 0 {
      let secret = FixedBytes<32>.arbitrary(from: &random)
      let key = try PrivateKey(secret).publicKey
      secrets[Address(of: key)] = secret
      validators.append(
        GenesisValidator(
          account: .arbitrary(from: &random), key: key, stake: Wei(stos: stake),
          commissionBasisPoints: 500, moniker: "v", endpoint: "e:1"))
    }
    consensusKey = validators[0].key
    world = try World(
      people: people, operators: validators, parameters: parameters, minedSTOS: mined,
      seed: seed)
    for _ in 0..<metaCount {
      let node = try registerMeta(deposit: Self.metaDeposit, by: 1)
      try propose(seating: node, true)
      metas.append(node)
    }
    for deposit in deposits {
      let node = try registerResource(deposit: deposit, by: 1)
      try setEffectiveDeposit(of: node, to: deposit)
      resources.append(node)
    }
  }

  /// The nodes of a world that came about elsewhere.
  init(
    in world: World, metas: [Address], resources: [Address], consensusKey: PublicKey,
    secrets: [Address: FixedBytes<32>]
  ) {
    random = SplitMix64(seed: 1)
    self.world = world
    self.metas = metas
    self.resources = resources
    self.consensusKey = consensusKey
    self.secrets = secrets
  }

  @discardableResult
  mutating func call(
    _ data: [UInt8], from person: Int, value: UInt128 = 0
  ) -> Result<[UInt8], Refusal> {
    world.call(Self.nodes, data, from: person, value: value)
  }
}

extension Fleet {
  /// A key that nobody has registered, kept for signatures.
  mutating func newKey() throws -> PublicKey {
    let secret = FixedBytes<32>.arbitrary(from: &random)
    let key = try PrivateKey(secret).publicKey
    secrets[Address(of: key)] = secret
    return key
  }

  func key(of node: Address) throws -> PrivateKey {
    try PrivateKey(try #require(secrets[node]))
  }

  /// A key's proof for an account.
  func proof(
    of key: PublicKey, as purpose: Possession.Purpose, for account: Address
  ) throws -> ABIBytes {
    let possession = Possession(purpose: purpose, account: account, key: key)
    let signature = try self.key(of: Address(of: key)).sign(possession.digest(on: Self.network))
    return ABIBytes(signature.bytes.array)
  }

  mutating func registerResource(
    deposit: UInt128, by person: Int, beneficiary: Address? = nil, region: String = "north",
    services: UInt8 = 4, key: PublicKey? = nil
  ) throws -> Address {
    let key = try key ?? newKey()
    let account = world.people[person]
    let data = calldata(
      "registerResourceNode(bytes,bytes,address,uint8,uint64,string,string,string)",
      ABIBytes(key.compressed.array), try proof(of: key, as: .resourceNode, for: account),
      beneficiary ?? account, services, 1_000_000 as UInt64, region, "node.example:18081", "node")
    let bytes = try call(data, from: person, value: deposit).get()
    return try ABI.decode(bytes.span, as: Address.self)
  }

  mutating func registerMeta(
    deposit: UInt128, by person: Int, beneficiary: Address? = nil, key: PublicKey? = nil
  ) throws -> Address {
    let key = try key ?? newKey()
    let account = world.people[person]
    let data = calldata(
      "registerMetaNode(bytes,bytes,address,string,string)",
      ABIBytes(key.compressed.array), try proof(of: key, as: .metaNode, for: account),
      beneficiary ?? account, "meta.example:8888", "meta")
    let bytes = try call(data, from: person, value: deposit).get()
    return try ABI.decode(bytes.span, as: Address.self)
  }

  /// Lets the only validator seat or unseat a meta node, and returns the proposal.
  @discardableResult
  mutating func propose(seating node: Address, _ seated: Bool) throws -> UInt64 {
    let data = calldata("proposeSeat(address,bool)", node, seated)
    let bytes = try world.call(Self.governance, data, from: 0).get()
    let number = try ABI.decode(bytes.span, as: UInt64.self)
    let vote = calldata("vote(uint64,bool)", number, true)
    _ = try world.call(Self.governance, vote, from: 0).get()
    return number
  }

  /// Lets the only validator set a parameter, from the next close on.
  mutating func set(_ parameter: String, to value: UInt64) throws {
    let text = Array(parameter.utf8)
    let name = FixedBytes<32>(text + [UInt8](repeating: 0, count: 32 - text.count))
    let propose = calldata("propose(bytes32,uint256)", try #require(name), UInt256(value))
    let number = try world.call(Self.governance, propose, from: 0).decoded(as: UInt64.self)
    let vote = calldata("vote(uint64,bool)", number, true)
    _ = try world.call(Self.governance, vote, from: 0).get()
  }

  /// What is signed for a statement to a contract, as any wallet computes it.
  func digest(
    _ type: String, for contract: Address = Fleet.nodes,
    _ members: (inout EIP712.WordWriter) -> Void
  ) -> Digest {
    Self.network.digest(type, for: contract, members)
  }

  /// The signatures of some nodes in the order of their addresses.
  func signatures(of digest: Digest, by signers: [Address]) throws -> ABIBytes {
    ABIBytes(
      try signers.sorted().flatMap { try key(of: $0).sign(digest).bytes.array })
  }

  /// As few seated nodes as decide.
  var quorum: [Address] { Array(metas.prefix(2 * metas.count / 3 + 1)) }

  /// The terms of a change of an effective deposit at the node's counter, or at another.
  func effectiveDepositDigest(
    _ node: Address, _ amount: UInt128, counter: UInt64? = nil
  ) throws -> Digest {
    let counter = try counter ?? record(node).counter
    return digest("SetEffectiveDeposit(address node,uint256 effective,uint64 counter)") {
      $0.write(address: node.bytes)
      $0.write(UInt256(amount))
      $0.write(UInt256(counter))
    }
  }

  mutating func setEffectiveDeposit(of node: Address, to amount: UInt128) throws {
    let approvals = try signatures(of: effectiveDepositDigest(node, amount), by: quorum)
    let data = calldata(
      "setEffectiveDeposit(address,uint256,bytes)", node, UInt256(amount), approvals)
    _ = try call(data, from: 0).get()
  }

  /// Suspends a node and returns what it was fined.
  @discardableResult
  mutating func suspend(
    _ node: Address, penalty noz: UInt128, by signers: [Address]? = nil
  ) throws -> UInt128 {
    let counter = try record(node).counter
    let terms = digest(
      "Suspend(address node,uint256 penaltyNoz,string reason,uint64 counter)"
    ) {
      $0.write(address: node.bytes)
      $0.write(UInt256(noz))
      $0.write(text: "offline")
      $0.write(UInt256(counter))
    }
    let data = calldata(
      "suspend(address,uint256,string,bytes)", node, UInt256(noz), "offline",
      try signatures(of: terms, by: signers ?? quorum))
    let bytes = try call(data, from: 0).get()
    return try ABI.decode(bytes.span, as: UInt256.self).low
  }

  /// Admits or expels a meta node, whatever seated nodes sign for it.
  mutating func decide(
    _ name: String, on node: Address, by signers: [Address]? = nil, counter: UInt64? = nil
  ) throws {
    let counter = try counter ?? record(node).counter
    let terms = digest("\(name)(address node,uint64 counter)") {
      $0.write(address: node.bytes)
      $0.write(UInt256(counter))
    }
    let method = name == "AdmitMetaNode" ? "admitMetaNode" : "expelMetaNode"
    let data = calldata(
      "\(method)(address,bytes)", node, try signatures(of: terms, by: signers ?? quorum))
    _ = try call(data, from: 0).get()
  }

  /// A page with a hash of its vouchers as a node signs it, for evidence.
  func signedPage(
    _ page: UInt32, epoch: UInt64, vouchers: UInt8, by signer: Address
  ) throws -> ABIBytes {
    let hash = Digest(FixedBytes(repeating: vouchers))
    let type = """
      ReportPage(uint64 epoch,uint32 page,Voucher[] vouchers)Voucher(address payer,\
      address consumer,address node,bytes32 file,uint128 noz,bytes32 r,bytes32 vs)
      """
    let terms = digest(type, for: Address(protocol: 0x1004)) {
      $0.write(UInt256(epoch))
      $0.write(UInt256(page))
      $0.write(hash)
    }
    var writer = ByteWriter()
    writer.write(epoch)
    writer.write(page)
    writer.write(hash)
    writer.write(try key(of: signer).sign(terms))
    return ABIBytes(writer.bytes)
  }

  @discardableResult
  mutating func submitEvidence(_ first: ABIBytes, _ second: ABIBytes) -> Result<[UInt8], Refusal> {
    call(calldata("submitReportEvidence(bytes,bytes)", first, second), from: 3)
  }

  mutating func remove(_ node: Address, by person: Int = 1) throws {
    _ = try call(calldata("removeNode(address)", node), from: person).get()
  }

  mutating func topUp(_ node: Address, with amount: UInt128, by person: Int = 1) throws {
    _ = try call(calldata("topUp(address)", node), from: person, value: amount).get()
  }

  func record(_ node: Address) throws -> FleetNode {
    let bytes = try world.ask(Self.nodes, calldata("node(address)", node)).get()
    return try FleetNode(decodingMembers: bytes.span)
  }

  func list(
    from cursor: UInt256 = .zero, limit: UInt16 = 1_000, role: UInt8 = 0, standing: UInt8 = 0,
    region: String = ""
  ) throws -> ([FleetNode], next: UInt256) {
    let data = calldata(
      "nodes(uint256,uint16,uint8,uint8,string)", cursor, limit, role, standing, region)
    let bytes = try world.ask(Self.nodes, data).get()
    let (nodes, next) = try ABI.decode(bytes.span, as: [FleetNode].self, UInt256.self)
    return (nodes, next)
  }

  func seats() throws -> ([Address], quorum: UInt16) {
    let bytes = try world.ask(Self.nodes, calldata("seats()")).get()
    return try ABI.decode(bytes.span, as: [Address].self, UInt16.self)
  }

  func economy() throws -> FleetEconomy {
    let bytes = try world.ask(Self.nodes, calldata("economy()")).get()
    return try FleetEconomy(decodingMembers: bytes.span)
  }

  func wei(_ module: ModuleAccount) -> UInt128 { world.wei(module.address) }

  /// Ends a block within an epoch.
  mutating func endBlock() { world.endBlock(by: world.people[0]) }

  /// Ends so many epochs.
  mutating func endEpochs(_ count: Int = 1) {
    for _ in 0..<count { world.endBlock(by: world.people[0], isClosing: true) }
  }
}
