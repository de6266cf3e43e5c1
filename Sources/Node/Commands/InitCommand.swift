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
    let genesis = isAlone ? try alone(bytes, key: key.publicKey) : bytes
    let block = try GenesisCommands.block(decoding: genesis, from: source)
    let passphrase =
      isFollower ? nil : try PassphraseSource(invocation).chosen(for: home.keyPath, on: console)
    try makeFolder(home.path)
    if let passphrase {
      let publicKey = key.publicKey
      try StoredKey.create(home.keyPath, holding: key, passphrase: passphrase, cost: cost)
      do throws(SystemError) {
        try SigningFolder(path: home.journalPath).create(for: publicKey)
      } catch {
        throw .failed("the signing journal cannot be made: \(error.reason)")
      }
      try console.print("consensus key: \(publicKey)\n")
    }
    let nodeID = Address(of: try RawKey.readOrMake(home.transportKeyPath, on: console).publicKey)
    try StoredKey.write(Array(configuration(invocation).utf8), to: home.configurationPath)
    try StoredKey.write(genesis, to: home.genesisPath)
    try console.print(
      """
      node id:       \(nodeID)
      chain id:      \(block.genesis.chainID)
      genesis hash:  \(block.genesisHash)
      The home is \(home.path); start the node with: tradewind node --home \(home.path)

      """)
  }

  /// Makes the folder, or takes one that is empty.
  private static func makeFolder(_ path: String) throws(CommandFailure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      guard try FileManager.default.contentsOfDirectory(atPath: path).isEmpty else {
        throw CommandFailure.failed("'\(path)' is not empty, and nothing is ever overwritten")
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw .failed("the folder '\(path)' cannot be made: \(error.localizedDescription)")
    }
  }

  private static func configuration(_ invocation: Invocation) -> String {
    var settings: [(Setting, String)] = []
    // Nobody has another node of a chain of one's own, until its owner says so.
    if invocation.isSet(flag: "alone") { settings.append((.peerListen, "none")) }
    if let path: String = invocation.optionalValue("passphrase-file") {
      settings.append((.passphraseFile, URL(fileURLWithPath: path).path))
    }
    return ConfigurationFile.text(settings)
  }

  /// The same genesis with one validator, in the place of the first, beginning now.
  ///
  /// Whoever has the rest of the supply has that of the other validators, too.
  private static func alone(
    _ bytes: [UInt8], key: PublicKey
  ) throws(CommandFailure) -> [UInt8] {
    guard case .object(let file)? = try? JSONValue(parsing: bytes),
      case .array(let validators)? = file["validators"],
      case .object(let first)? = validators.first
    else { preconditionFailure("a genesis that was read has validators") }
    var validator = JSONObject()
    for member in first.members {
      validator.append(
        member.name, member.name == "consensusKey" ? .string("\(key)") : member.value)
    }
    var genesis = JSONObject()
    for member in file.members {
      switch member.name {
      case "validators": genesis.append(member.name, .array([.object(validator)]))
      case "time": genesis.append(member.name, .string(NodeClock().time.utc))
      default: genesis.append(member.name, member.value)
      }
    }
    return Array((JSONValue.object(genesis).render() + "\n").utf8)
  }
}
