package import Chain
package import Ledger

extension GenesisFile {
  /// Reads a genesis, in which every field is there once and no other is.
  package static func decode(_ bytes: [UInt8]) throws(GenesisFileError) -> Genesis {
    guard bytes.count <= sizeBytesMax else { throw .tooLarge(limitBytes: sizeBytesMax) }
    let sections: Sections
    do throws(JSONError) {
      sections = try Sections(JSONPlace(parsing: bytes))
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
  let accounts: [Genesis.Account]
  let validators: [GenesisValidator]

  init(_ root: JSONPlace) throws(JSONError) {
    let file = try root.object(
      of: "chainId", "time", "epochLengthMs", "parameters", "miningReserve", "mined", "accounts",
      "validators")
    chainID = ChainID(try file["chainId"].number())
    time = try file["time"].time()
    epochLengthMilliseconds = try file["epochLengthMs"].number()
    parameters = try ChainParameters(file["parameters"])
    miningReserve = try file["miningReserve"].amount()
    mined = try file["mined"].amount()
    validators = try file["validators"].list(of: GenesisValidator.init)
    accounts = try Self.accounts(
      file["accounts"], beside: [miningReserve] + validators.map(\.stake))
  }

  func validated() throws(GenesisError) -> Genesis {
    try Genesis(
      chainID: chainID, time: time, epochLengthMilliseconds: epochLengthMilliseconds,
      parameters: parameters, miningReserve: miningReserve, mined: mined, accounts: accounts,
      validators: validators)
  }

  /// Reads who holds what, one of whom may have the rest of the supply.
  private static func accounts(
    _ list: JSONPlace, beside others: [Wei]
  ) throws(JSONError) -> [Genesis.Account] {
    var rest: (index: Int, place: JSONPlace)?
    var accounts: [Genesis.Account] = []
    let entries = try list.list { (place) throws(JSONError) in
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
  fileprivate init(_ place: JSONPlace) throws(JSONError) {
    self.init()
    let section = try place.object(
      of: "protocolVersion", "blockGasLimit", "bodySizeBytesMax", "minBlockIntervalMs",
      "emptyBlockIntervalMs", "maxValidators", "minSelfStake", "unbondingEpochs", "minSlots",
      "votingEpochs")
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
  }
}

extension GenesisValidator {
  fileprivate init(_ place: JSONPlace) throws(JSONError) {
    let section = try place.object(
      of: "account", "consensusKey", "stake", "commissionBp", "moniker", "endpoint")
    self.init(
      account: try section["account"].address(), key: try section["consensusKey"].publicKey(),
      stake: try section["stake"].amount(),
      commissionBasisPoints: try section["commissionBp"].number(),
      moniker: try section["moniker"].text(), endpoint: try section["endpoint"].text())
  }
}
