import Chain
import Codec
import Cryptography
import Ledger
import Storage

/// Commands about the file a network starts from.
enum GenesisCommands {
  static let group = Command(
    "genesis", summary: "Look into the file a network starts from",
    discussion: """
      A genesis file says in JSON everything that a network starts from; its hash tells the \
      network from all others. Genesis/README.md explains each field.
      """,
    commands: [check, hash])

  private static let file = Command.Argument("FILE", .path, summary: "The genesis file")

  private static let check = Command(
    "check", summary: "Hold a genesis file against every rule, and show what it comes to",
    examples: [
      .init("tradewind genesis check Genesis/devnet.json", "Prints hash, supply and validators.")
    ],
    arguments: [file]
  ) { invocation, console throws(CommandFailure) in
    let block = try read(invocation.value("FILE"))
    try console.print(
      identityText(block) + supplyText(block.genesis) + nodesText(block.genesis)
        + validatorsText(block.genesis) + "The genesis is sound.\n")
  }

  private static let hash = Command(
    "hash", summary: "Print the genesis hash, and nothing else",
    arguments: [file]
  ) { invocation, console throws(CommandFailure) in
    try console.print("\(try read(invocation.value("FILE")).genesisHash)\n")
  }

  /// Reads a genesis and works out the block it is.
  static func read(_ path: String) throws(CommandFailure) -> GenesisBlock {
    try block(decoding: bytes(of: path), from: path)
  }

  static func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
    do throws(SystemError) {
      return try OpenFile(path, for: .reading).withDescriptor { file throws(SystemError) in
        try file.readAll(atMost: GenesisFile.sizeBytesMax + 1)
      }
    } catch {
      throw .failed("the genesis file '\(path)' cannot be read: \(error.reason)")
    }
  }

  static func block(
    decoding bytes: [UInt8], from path: String
  ) throws(CommandFailure) -> GenesisBlock {
    do throws(GenesisFileError) {
      return try GenesisFile.block(decoding: bytes)
    } catch {
      throw .failed("'\(path)' is no genesis: \(error)")
    }
  }

  private static func identityText(_ block: GenesisBlock) -> String {
    let genesis = block.genesis
    let end = Timestamp(genesis.time.units + genesis.epochLengthMilliseconds)
    return """
      genesis hash:    \(block.genesisHash)
      chain id:        \(genesis.chainID)
      block hash:      \(block.header.hash)
      state root:      \(block.header.executedStateRoot)
      first epoch:     \(genesis.time.utc) to \(end.utc), \
      \(genesis.epochLengthMilliseconds) ms as every epoch

      """
  }

  private static func supplyText(_ genesis: Genesis) -> String {
    let held = genesis.accounts.map(\.balance)
    let staked = genesis.validators.map(\.stake)
    return """
      supply:          \(Genesis.supply.text)
        mining reserve \(genesis.miningReserve.text), after \(genesis.mined.text) mined
        held           \(sum(held)) by \(held.count) \(held.count == 1 ? "account" : "accounts")
        at stake       \(sum(staked))
        deposited      \(sum(genesis.deposits))
        in pools       \(sum(genesis.pools.map(\.stos)))

      """
  }

  private static func nodesText(_ genesis: Genesis) -> String {
    """
    nodes:           \(genesis.metaNodes.count) meta, \(genesis.resourceNodes.count) resource
    tokens:          \(genesis.tokens.count), of which \(genesis.pools.count) with a pool

    """
  }

  private static func sum(_ amounts: [Wei]) -> String {
    do {
      return try amounts.total().text
    } catch {
      preconditionFailure("parts of a checked supply have a sum")
    }
  }

  private static func validatorsText(_ genesis: Genesis) -> String {
    let set = genesis.validatorSet
    let lines = set.members.map { member in
      let moniker =
        genesis.validators.first { $0.account == member.account }?.moniker ?? ""
      return "  \(member.account) \(member.power) \(moniker)\n"
    }
    return """
      validators:      \(set.members.count), with power \(set.totalPower), \
      of which a quorum is \(set.quorum)
      \(lines.joined())
      """
  }
}
