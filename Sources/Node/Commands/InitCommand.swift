import Chain
import Cryptography
import Foundation
import Ledger
import RPC
import Storage

/// `tradewind init`: makes the home of a node.
enum InitCommand {
  /// The command, with what protects the passphrase of the key it makes.
  static func command(standard: Scrypt, light: Scrypt) -> Command {
    Command(
      "init", summary: "Make the home of a node: its key, its signing journal, its network",
      discussion: """
        The genesis file is copied into the home. With --alone the copy has this node as its only \
        validator, in the place of the first one, and the network begins now: a chain of one's own.
        """,
      examples: [
        .init(
          "tradewind init --home devnet --genesis Genesis/devnet.json --alone",
          "Makes a chain that `tradewind node --home devnet` runs by itself."),
        .init(
          "tradewind init --genesis network.json --follower",
          "Makes a node that follows a network and holds no key."),
      ],
      options: [
        .init([
          Home.option,
          .value(
            "genesis", letter: "g", .path, name: "FILE", .required,
            summary: "The genesis file of the network"),
          .flag("alone", summary: "Begin a chain whose only validator is this node"),
          .flag("follower", summary: "Make no consensus key"),
          .flag("light", summary: "Protect the passphrase with 4 MiB of memory instead of 256"),
        ]), PassphraseSource.options,
      ]
    ) { invocation, console throws(CommandFailure) in
      let home = try Home(invocation, environment: ProcessInfo.processInfo.environment)
      try make(
        home, by: invocation, cost: invocation.isSet(flag: "light") ? light : standard, on: console)
    }
  }

  private static func make(
    _ home: Home, by invocation: Invocation, cost: Scrypt, on console: Console
  ) throws(CommandFailure) {
    let isAlone = invocation.isSet(flag: "alone")
    let isFollower = invocation.isSet(flag: "follower")
    guard !isAlone || !isFollower else {
      throw .failed("a chain of one's own needs a key: give --alone or --follower, not both")
    }
    let source: String = invocation.value("genesis")
    let bytes = try GenesisCommands.bytes(of: source)
    _ = try GenesisCommands.block(decoding: bytes, from: source)
    let key = RandomBytes.privateKey()
    let validator = GenesisTemplate.Validator(key: key.publicKey)
    let genesis =
      isAlone ? GenesisTemplate(bytes).bytes(for: [validator], beginning: NodeClock().time) : bytes
    let block = try GenesisCommands.block(decoding: genesis, from: source)
    let passphrase =
      isFollower ? nil : try PassphraseSource(invocation).chosen(for: home.keyPath, on: console)
    let made = try NewHome(home)
    if let passphrase {
      try made.keep(consensusKey: key, passphrase: passphrase, cost: cost)
      try console.print("consensus key: \(validator.key)\n")
    }
    let nodeID = try made.makeTransportKey(on: console)
    try made.finish(settings(invocation), genesis: genesis)
    try console.print(
      """
      node id:       \(nodeID)
      chain id:      \(block.genesis.chainID)
      genesis hash:  \(block.genesisHash)
      The home is \(home.path); start the node with: tradewind node --home \(home.path)

      """)
  }

  private static func settings(_ invocation: Invocation) -> [(Setting, String)] {
    var settings: [(Setting, String)] = []
    // Nobody has another node of a chain of one's own, until its owner says so.
    if invocation.isSet(flag: "alone") { settings.append((.peerListen, "none")) }
    if let path: String = invocation.optionalValue("passphrase-file") {
      settings.append((.passphraseFile, URL(fileURLWithPath: path).path))
    }
    return settings
  }
}
