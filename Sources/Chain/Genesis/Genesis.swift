package import Codec
package import Cryptography

/// Everything a network starts from, checked: the same value on every node, or another network.
///
/// All wei that will ever exist are placed here. The mining reserve and what was mined before make
/// up 40,000,000 STOS, and that sum never changes.
package struct Genesis: Equatable, Sendable {
  /// All wei there ever are: 100,000,000 STOS.
  package static let supply = Wei(stos: 100_000_000)

  /// What the mining reserve held before anything was mined.
  package static let minable = Wei(stos: 40_000_000)

  /// What an account holds when the network starts.
  package struct Account: Hashable, Sendable {
    package let address: Address
    package let balance: Wei

    package init(address: Address, balance: Wei) {
      self.address = address
      self.balance = balance
    }
  }

  package let chainID: ChainID
  package let time: Timestamp
  package let epochLengthMilliseconds: UInt64
  package let parameters: ChainParameters
  package let miningReserve: Wei
  package let mined: Wei
  /// What a noz costs while none was bought.
  package let weiPerNoz: UInt64
  /// In the order of their addresses.
  package let accounts: [Account]
  /// In the order of their accounts.
  package let validators: [GenesisValidator]
  /// All with seats, in the order of their ids.
  package let metaNodes: [GenesisNode]
  /// All active, in the order of their ids.
  package let resourceNodes: [GenesisResourceNode]
  /// In the order of their creation.
  package let tokens: [GenesisToken]
  /// In the order of their creation.
  package let pools: [GenesisPool]
  /// The set of epochs 1 and 2.
  package let validatorSet: ValidatorSet

  package init(
    chainID: ChainID, time: Timestamp, epochLengthMilliseconds: UInt64,
    parameters: ChainParameters, miningReserve: Wei, mined: Wei, weiPerNoz: UInt64,
    accounts: [Account], validators: [GenesisValidator], metaNodes: [GenesisNode] = [],
    resourceNodes: [GenesisResourceNode] = [], tokens: [GenesisToken] = [],
    pools: [GenesisPool] = []
  ) throws(GenesisError) {
    self.chainID = chainID
    self.time = time
    self.epochLengthMilliseconds = epochLengthMilliseconds
    self.parameters = parameters
    self.miningReserve = miningReserve
    self.mined = mined
    self.weiPerNoz = weiPerNoz
    self.accounts = accounts.sorted { $0.address < $1.address }
    self.validators = validators.sorted { $0.account < $1.account }
    self.metaNodes = metaNodes.sorted { $0.id < $1.id }
    self.resourceNodes = resourceNodes.sorted { $0.node.id < $1.node.id }
    self.tokens = tokens
    self.pools = pools
    try Self.check(chainID: chainID)
    try GenesisError.check("time", time.units, in: 1...Timestamp.largest.units)
    try GenesisError.check(
      "epochLengthMs", epochLengthMilliseconds, in: 1_000...86_400_000)
    try parameters.check()
    try GenesisError.check("weiPerNoz", weiPerNoz, in: 1...1_000_000_000_000)
    try Self.check(accounts: accounts)
    for (index, validator) in validators.enumerated() {
      try validator.check(at: "validators[\(index)]")
    }
    validatorSet = try Self.set(of: validators, atMost: parameters.validatorsMax)
    try checkTraffic(metaNodes: metaNodes, resourceNodes: resourceNodes)
    try checkSupply()
  }

  private static func check(chainID: ChainID) throws(GenesisError) {
    // 2047 and 2048 belong to the network this one re-implements; wallets would mix them up.
    guard (1...UInt64(UInt32.max)).contains(chainID.units), ![2047, 2048].contains(chainID.units)
    else {
      throw GenesisError(
        field: "chainId", value: "\(chainID)",
        allowed: "1 to \(UInt32.max), except 2047 and 2048")
    }
  }

  private static func check(accounts: [Account]) throws(GenesisError) {
    guard accounts.count <= ProtocolLimits.genesisAccountsMax else {
      throw GenesisError(
        field: "accounts", value: "\(accounts.count) entries",
        allowed: "at most \(ProtocolLimits.genesisAccountsMax) entries")
    }
    try checkUnique(accounts.map(\.address), at: "accounts", "address")
  }

  /// Names the first entry of a list that has what another before it has.
  private static func checkUnique<Value: Hashable>(
    _ values: [Value], at path: String, _ member: String
  ) throws(GenesisError) {
    var places: [Value: Int] = [:]
    for (index, value) in values.enumerated() {
      if let first = places.updateValue(index, forKey: value) {
        throw GenesisError(
          field: "\(path)[\(index)].\(member)", value: "\(value)",
          allowed: "each once, and \(path)[\(first)] has it")
      }
    }
  }

  private static func set(
    of validators: [GenesisValidator], atMost limit: UInt64
  ) throws(GenesisError) -> ValidatorSet {
    guard UInt64(validators.count) <= limit else {
      throw GenesisError(
        field: "validators", value: "\(validators.count) entries",
        allowed: "at most parameters.maxValidators, \(limit)")
    }
    try checkUnique(validators.map(\.account), at: "validators", "account")
    try checkUnique(validators.map(\.key), at: "validators", "consensusKey")
    do throws(ValidatorSetError) {
      return try ValidatorSet(
        validators.map { Validator(account: $0.account, key: $0.key, power: $0.power) })
    } catch {
      throw GenesisError(
        field: "validators", value: "\(validators.count) entries", allowed: "a set: \(error)")
    }
  }

  private func checkSupply() throws(GenesisError) {
    let placed: Wei
    do throws(ArithmeticError) {
      let held = try (accounts.map(\.balance) + deposits + pools.map(\.stos)).total()
      placed = try held.adding(validators.map(\.stake).total()).adding(miningReserve)
      guard try miningReserve.adding(mined) == Self.minable else {
        throw ArithmeticError.underflow
      }
    } catch {
      throw GenesisError(
        field: "miningReserve and mined", value: "\(miningReserve.text) and \(mined.text)",
        allowed: "together \(Self.minable.text), and no sum beyond 128 bits")
    }
    guard placed == Self.supply else {
      throw GenesisError(
        field: "accounts, validators, nodes, pools and miningReserve",
        value: "\(placed.text) together", allowed: "exactly the supply of \(Self.supply.text)")
    }
  }
}

extension Genesis: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(chainID)
    writer.write(time)
    writer.write(epochLengthMilliseconds)
    writer.write(parameters)
    writer.write(miningReserve)
    writer.write(mined)
    writer.write(weiPerNoz)
    writer.writeCount(accounts.count)
    for account in accounts {
      writer.write(account.address)
      writer.write(account.balance)
    }
    writer.writeList(validators)
    writer.writeList(metaNodes)
    writer.writeList(resourceNodes)
    writer.writeList(tokens)
    writer.writeList(pools)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let chainID = try ChainID(from: &reader, in: bytes)
    let time = try Timestamp(from: &reader, in: bytes)
    let epochLength = try reader.read(UInt64.self, in: bytes)
    let parameters = try ChainParameters(from: &reader, in: bytes)
    let miningReserve = try Wei(from: &reader, in: bytes)
    let mined = try Wei(from: &reader, in: bytes)
    let weiPerNoz = try reader.read(UInt64.self, in: bytes)
    var accounts: [Account] = []
    for _ in 0..<(try reader.readCount(atMost: ProtocolLimits.genesisAccountsMax, in: bytes)) {
      let address = try Address(from: &reader, in: bytes)
      accounts.append(Account(address: address, balance: try Wei(from: &reader, in: bytes)))
    }
    let validators = try reader.readList(
      of: GenesisValidator.self, atMost: ProtocolLimits.validatorsMax, in: bytes)
    let metaNodes = try reader.readList(
      of: GenesisNode.self, atMost: ProtocolLimits.metaSeatsMax, in: bytes)
    let resourceNodes = try reader.readList(
      of: GenesisResourceNode.self, atMost: ProtocolLimits.genesisResourceNodesMax, in: bytes)
    let tokens = try reader.readList(
      of: GenesisToken.self, atMost: ProtocolLimits.genesisTokensMax, in: bytes)
    let pools = try reader.readList(
      of: GenesisPool.self, atMost: ProtocolLimits.genesisTokensMax, in: bytes)
    do throws(GenesisError) {
      try self.init(
        chainID: chainID, time: time, epochLengthMilliseconds: epochLength,
        parameters: parameters, miningReserve: miningReserve, mined: mined, weiPerNoz: weiPerNoz,
        accounts: accounts, validators: validators, metaNodes: metaNodes,
        resourceNodes: resourceNodes, tokens: tokens, pools: pools)
    } catch {
      throw .forbidden("a genesis keeps the bounds of its fields")
    }
    guard self.accounts == accounts, self.validators == validators, self.metaNodes == metaNodes,
      self.resourceNodes == resourceNodes
    else {
      throw .forbidden(
        "a genesis lists accounts, validators and nodes in the order of their addresses")
    }
  }
}

extension Genesis {
  /// The genesis block's header, whose state root names the state the network starts with.
  package func header(stateRoot: Digest) -> Header {
    Header(
      chainID: chainID, epoch: .zero, height: .zero, view: .zero, parentView: .zero,
      parentHash: .zero, time: time, proposer: .zero, transactionsRoot: MerkleList().root,
      transactionCount: 0, executedHeight: .zero, executedStateRoot: stateRoot,
      validatorSetHash: validatorSet.hash, nextValidatorSetHash: validatorSet.hash)
  }

  /// The hash that tells this network from all others: of the genesis and its header.
  package func hash(stateRoot: Digest) -> Digest {
    var writer = ByteWriter()
    writer.write(self)
    writer.write(header(stateRoot: stateRoot))
    return Keccak256.hash(writer.bytes.span)
  }
}
