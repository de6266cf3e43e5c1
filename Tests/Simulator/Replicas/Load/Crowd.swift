import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import State
import TestSupport

/// Everybody with a key in a world, who calls every method of every contract: mostly with sense,
/// now and then without.
///
/// Nobody remembers what it did: all they know is what contracts answer.
final class Crowd {
  /// What a caller sees: the state of the node it talks to.
  struct Sight {
    let books: Books
    let block: BlockContext

    var epoch: Epoch { block.epoch }

    /// Asks as `eth_call` does; nothing when the contract refuses.
    func ask(_ contract: Address, _ data: [UInt8]) -> Words? {
      let call = Call(sender: .zero, recipient: contract, block: block)
      return (try? books.result(of: call, data: data.span)).map { Words(bytes: $0) }
    }
  }

  static let staking = Address(protocol: 0x1001)
  static let nodes = Address(protocol: 0x1002)
  static let files = Address(protocol: 0x1003)
  static let traffic = Address(protocol: 0x1004)
  static let prepay = Address(protocol: 0x1005)
  static let exchange = Address(protocol: 0x1006)
  static let tokens = Address(protocol: 0x1007)
  static let governance = Address(protocol: 0x1008)
  static let stos = Wei(stos: 1).units

  let clients: [Address]
  /// Validators that run as nodes, and such that were never heard of.
  let operators: [Address]
  let absent: [ValidatorKey]
  /// Nodes of the traffic layer, those that registered later too.
  var metas: [Address]
  var resources: [Address]
  private(set) var wallets: [Address: Wallet] = [:]
  var random: SplitMix64
  private var madeCount: UInt64 = 0
  /// What most calls of this world are about.
  private let focus: [Int]
  let isLong: Bool
  private(set) var network: Network?

  private static let metaCount = 4
  private static let resourceCount = 3

  init(_ plan: ReplicaPlan, operators keys: [ValidatorKey], absent: [ValidatorKey]) throws {
    random = SplitMix64(seed: plan.seed ^ 0xC0DE)
    isLong = plan.isLong
    self.absent = absent
    operators = keys.map(\.account)
    let people = try (0..<plan.clientCount).map { try Wallet(seed: UInt64(1_000 + $0)) }
    let nodes = try (0..<Self.metaCount + Self.resourceCount).map {
      try Wallet(seed: UInt64(2_000 + $0))
    }
    clients = people.map(\.address)
    metas = nodes.prefix(Self.metaCount).map(\.address)
    resources = nodes.dropFirst(Self.metaCount).map(\.address)
    var focus: [Int] = []
    for _ in 0..<random.number(in: 0...2) { focus.append(random.number(in: 0...7)) }
    self.focus = focus
    for wallet in people + nodes { wallets[wallet.address] = wallet }
    for key in keys + absent { wallets[key.account] = try Wallet(secret: key.secret) }
  }

  /// Adds what everybody owns to a genesis, and takes it from nobody.
  func settle(in draft: inout GenesisDraft) throws -> UInt64 {
    let people = clients + operators + absent.map(\.account)
    draft.accounts = people.map {
      Genesis.Account(address: $0, balance: Wei(stos: 10_000))
    }
    func node(_ id: Address, _ deposit: UInt64) throws -> GenesisNode {
      guard let wallet = wallets[id] else { preconditionFailure("every node has a key") }
      return GenesisNode(
        owner: clients[0], key: try wallet.publicKey, beneficiary: clients[0],
        deposit: Wei(stos: deposit), endpoint: "node.example:1", moniker: "")
    }
    draft.metaNodes = try metas.map { try node($0, 10) }
    draft.resourceNodes = try resources.map {
      GenesisResourceNode(
        node: try node($0, 50), services: 4, capacityBytes: 1 << 40, region: "north")
    }
    draft.tokens = ["ONE", "TWO"].map { symbol in
      GenesisToken(
        issuer: clients[0], name: symbol, symbol: symbol, decimals: 6, cap: 1 << 100,
        holdings: clients.map { .init(holder: $0, amount: 1_000_000_000_000) })
    }
    draft.pools = ["ONE", "TWO"].map {
      GenesisPool(owner: clients[0], symbol: $0, stos: Wei(stos: 100), amount: 1_000_000_000)
    }
    let nodes = 10 * UInt64(metas.count) + 50 * UInt64(resources.count)
    return 10_000 * UInt64(people.count) + nodes + 200
  }

  func enter(_ network: Network) { self.network = network }

  func wallet(of address: Address) -> Wallet? { wallets[address] }

  /// Everybody who may have signed a transaction.
  var everybody: [Address] { wallets.keys.sorted() }

  /// Somebody new, whose key nobody has seen.
  func makeWallet() throws -> Wallet {
    madeCount += 1
    let wallet = try Wallet(seed: 3_000 + madeCount)
    wallets[wallet.address] = wallet
    return wallet
  }

  func any<Value>(of values: [Value]) -> Value? {
    values.isEmpty ? nil : values[random.number(in: 0...(values.count - 1))]
  }

  var client: Address { clients[random.number(in: 0...(clients.count - 1))] }
  var operatorAddress: Address { operators[random.number(in: 0...(operators.count - 1))] }

  func wei(upToMilliSTOS most: Int) -> UInt128 {
    UInt128(random.number(in: 1...most)) * Self.stos / 1_000
  }

  // MARK: What they do

  /// What somebody does next.
  func next(seeing sight: Sight) -> CallDraft? {
    switch random.number(in: 0...9) {
    case 0: return payment()
    case 1, 2: return nonsense(seeing: sight)
    default: break
    }
    // In a long world somebody waits for the end of its time in jail.
    if isLong, random.happens(oneIn: 4), let draft = release(seeing: sight) { return draft }
    let contract =
      focus.isEmpty || random.happens(oneIn: 3)
      ? random.number(in: 0...7) : focus[random.number(in: 0...(focus.count - 1))]
    switch contract {
    case 0: return stake(seeing: sight)
    case 1: return node(seeing: sight)
    case 2: return file(seeing: sight)
    case 3: return report(seeing: sight)
    case 4: return prepay(seeing: sight)
    case 5: return trade(seeing: sight)
    case 6: return token(seeing: sight)
    default: return govern(seeing: sight)
    }
  }

  private func payment() -> CallDraft {
    let people = clients + operators + ModuleAccount.allCases.map(\.address)
    return CallDraft(
      sender: client, recipient: any(of: people) ?? client,
      value: UInt128(random.number(in: 0...1_000_000_000)), data: [])
  }

  /// Any method with any arguments.
  private func nonsense(seeing sight: Sight) -> CallDraft {
    let assets = tokens(seeing: sight), pools = pools(seeing: sight)
    var targets = Contracts.placed.map { ($0.address, $0.contract) }
    if let token = any(of: assets) { targets.append((token, Contracts.faces[0])) }
    if let pool = any(of: pools) { targets.append((pool, Contracts.faces[1])) }
    let (address, contract) = targets[random.number(in: 0...(targets.count - 1))]
    let methods = contract.methods.filter { $0.mutability != .view || random.happens(oneIn: 20) }
    let method = methods[random.number(in: 0...(methods.count - 1))]
    let known =
      clients + operators + metas + resources + assets + pools
      + ModuleAccount.allCases.map(\.address)
    let data = ArbitraryCalldata(addresses: known).data(
      selector: method.selector, inputs: method.inputs, from: &random)
    let isPaying = method.mutability == .payable || random.happens(oneIn: 8)
    return CallDraft(
      sender: random.happens(oneIn: 4) ? operatorAddress : client, recipient: address,
      value: isPaying ? UInt128(random.number(in: 0...1_000_000_000)) : 0, data: data)
  }

  // MARK: What meta nodes agree to

  /// What is signed about something, by so many meta nodes as decide.
  func approvals(of digest: Digest, seeing sight: Sight) -> ABIBytes? {
    guard let seats = sight.ask(Self.nodes, calldata("seats()")) else { return nil }
    let quorum = Int(seats.number(1))
    let signers = seats.addresses.filter { wallets[$0] != nil }.sorted().prefix(quorum)
    return ABIBytes(
      signers.flatMap { signer in
        (try? wallets[signer]?.signature(over: digest))?.bytes.array ?? []
      })
  }

  func digest(
    _ type: String, for contract: Address, _ members: (inout EIP712.WordWriter) -> Void
  ) -> Digest {
    entered.digest(type, for: contract, members)
  }

  /// The network that statements are made on.
  var entered: Network {
    guard let network else { preconditionFailure("nobody acts before the world has begun") }
    return network
  }

  /// A key with the proof that an account has it.
  func provenKey(
    of wallet: Wallet, as purpose: Possession.Purpose, for account: Address
  ) -> (key: ABIBytes, proof: ABIBytes)? {
    guard let network, let key = try? wallet.publicKey else { return nil }
    let possession = Possession(purpose: purpose, account: account, key: key)
    guard let proof = try? wallet.signature(over: possession.digest(on: network)) else {
      return nil
    }
    return (ABIBytes(key.compressed.array), ABIBytes(proof.bytes.array))
  }
}
