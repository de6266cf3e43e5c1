package import Chain
package import Ledger

extension GenesisFile {
  /// Reads a genesis, in which every field is there once and no other is.
  package static func decode(_ bytes: [UInt8]) throws(GenesisFileError) -> Genesis {
    guard bytes.count <= sizeBytesMax else { throw .tooLarge(limitBytes: sizeBytesMax) }
    let sections: Sections
    do throws(JSONFileError) {
      sections = try Sections(JSONPlace(parsing: bytes, valueCountMax: valueCountMax))
    } catch {
      throw .json(error)
    }
    do throws(GenesisError) {
      return try sections.validated()
    } catch {
      throw .genesis(error)
    }
  }

  /// Reads a genesis together with the block that follows from it.
  package static func block(decoding bytes: [UInt8]) throws(GenesisFileError) -> GenesisBlock {
    let genesis = try decode(bytes)
    do throws(GenesisError) {
      return try GenesisBlock(genesis)
    } catch {
      throw .genesis(error)
    }
  }
}

/// What the file says, section by section, before it is held against the rules of a genesis.
private struct Sections {
  let chainID: ChainID
  let time: Timestamp
  let epochLengthMilliseconds: UInt64
  let parameters: ChainParameters
  let miningReserve: Wei
  let mined: Wei
  let weiPerNoz: UInt64
  let accounts: [Genesis.Account]
  let metaNodes: [GenesisNode]
  let resourceNodes: [GenesisResourceNode]
  let tokens: [GenesisToken]
  let pools: [GenesisPool]
  let validators: [GenesisValidator]

  init(_ root: JSONPlace) throws(JSONFileError) {
    let file = try root.object(
      of: "chainId", "time", "epochLengthMs", "parameters", "miningReserve", "mined", "weiPerNoz",
      "accounts", "metaNodes", "resourceNodes", "tokens", "pools", "validators")
    chainID = ChainID(try file["chainId"].number())
    time = try file["time"].time()
    epochLengthMilliseconds = try file["epochLengthMs"].number()
    parameters = try ChainParameters(file["parameters"])
    miningReserve = try file["miningReserve"].amount()
    mined = try file["mined"].amount()
    weiPerNoz = try file["weiPerNoz"].number()
    metaNodes = try file["metaNodes"].list(of: GenesisNode.init)
    resourceNodes = try file["resourceNodes"].list(of: GenesisResourceNode.init)
    tokens = try file["tokens"].list(of: GenesisToken.init)
    pools = try file["pools"].list(of: GenesisPool.init)
    validators = try file["validators"].list(of: GenesisValidator.init)
    let deposits = metaNodes.map(\.deposit) + resourceNodes.map(\.node.deposit)
    let others = [miningReserve] + validators.map(\.stake) + deposits + pools.map(\.stos)
    accounts = try Self.accounts(file["accounts"], beside: others)
  }

  func validated() throws(GenesisError) -> Genesis {
    try Genesis(
      chainID: chainID, time: time, epochLengthMilliseconds: epochLengthMilliseconds,
      parameters: parameters, miningReserve: miningReserve, mined: mined, weiPerNoz: weiPerNoz,
      accounts: accounts, validators: validators, metaNodes: metaNodes,
      resourceNodes: resourceNodes, tokens: tokens, pools: pools)
  }

  /// Reads who holds what, one of whom may have the rest of the supply.
  private static func accounts(
    _ list: JSONPlace, beside others: [Wei]
  ) throws(JSONFileError) -> [Genesis.Account] {
    var rest: (index: Int, place: JSONPlace)?
    var accounts: [Genesis.Account] = []
    let entries = try list.list { (place) throws(JSONFileError) in
      try place.object(of: "address", "balance")
    }
    for (index, entry) in entries.enumerated() {
      let balance = entry["balance"]
      let isRest = try balance.text() == GenesisFile.rest
      if isRest, let rest { throw balance.refusal("\(rest.place.path) is the rest already") }
      if isRest { rest = (index, balance) }
      accounts.append(
        Genesis.Account(
          address: try entry["address"].address(), balance: isRest ? .zero : try balance.amount()))
    }
    guard let rest else { return accounts }
    do throws(ArithmeticError) {
      let placed = try (others + accounts.map(\.balance)).total()
      accounts[rest.index] = Genesis.Account(
        address: accounts[rest.index].address, balance: try Genesis.supply.subtracting(placed))
    } catch {
      throw rest.place.refusal("nothing is left, for the others have more than the supply")
    }
    return accounts
  }
}

extension ChainParameters {
  fileprivate init(_ place: JSONPlace) throws(JSONFileError) {
    self.init()
    let section = try place.object(
      of: "protocolVersion", "blockGasLimit", "bodySizeBytesMax", "minBlockIntervalMs",
      "emptyBlockIntervalMs", "maxValidators", "minSelfStake", "unbondingEpochs", "minSlots",
      "votingEpochs", "minDeposit", "minMetaDeposit", "nodeUnbondingEpochs", "reportEpochs",
      "maturityEpochs", "recordEpochs", "communityTaxBp", "contentShareBp", "subsidyCapBp",
      "storageRateNumerator", "storageRateDenominator", "graceEpochs")
    protocolVersion = try section["protocolVersion"].number()
    blockGasLimit = Gas(try section["blockGasLimit"].number())
    bodySizeBytesMax = try section["bodySizeBytesMax"].number()
    minBlockIntervalMilliseconds = try section["minBlockIntervalMs"].number()
    emptyBlockIntervalMilliseconds = try section["emptyBlockIntervalMs"].number()
    validatorsMax = try section["maxValidators"].number()
    selfStakeMin = try section["minSelfStake"].amount()
    unbondingEpochs = try section["unbondingEpochs"].number()
    missedSlotsMin = try section["minSlots"].number()
    votingEpochs = try section["votingEpochs"].number()
    nodeDepositMin = try section["minDeposit"].amount()
    metaDepositMin = try section["minMetaDeposit"].amount()
    nodeUnbondingEpochs = try section["nodeUnbondingEpochs"].number()
    reportEpochs = try section["reportEpochs"].number()
    maturityEpochs = try section["maturityEpochs"].number()
    recordEpochs = try section["recordEpochs"].number()
    communityTaxBasisPoints = try section["communityTaxBp"].number()
    contentShareBasisPoints = try section["contentShareBp"].number()
    subsidyCapBasisPoints = try section["subsidyCapBp"].number()
    storageRateNumerator = try section["storageRateNumerator"].number()
    storageRateDenominator = try section["storageRateDenominator"].number()
    graceEpochs = try section["graceEpochs"].number()
  }
}

extension GenesisValidator {
  fileprivate init(_ place: JSONPlace) throws(JSONFileError) {
    let section = try place.object(
      of: "account", "consensusKey", "stake", "commissionBp", "moniker", "endpoint")
    self.init(
      account: try section["account"].address(), key: try section["consensusKey"].publicKey(),
      stake: try section["stake"].amount(),
      commissionBasisPoints: try section["commissionBp"].number(),
      moniker: try section["moniker"].text(), endpoint: try section["endpoint"].text())
  }
}
