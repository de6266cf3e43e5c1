import Storage

/// Where a node keeps what it has: one folder, everything in it under a fixed name.
///
/// ```
/// configuration.json   what the operator chose
/// genesis.json         the network
/// consensus-key.json   the key a validator votes with, under a passphrase
/// transport-key        the key by which other nodes know this one
/// operator-key.json    the key that owns the stake, where `testnet` has made one
/// journal/             what that key has signed, and bodies of blocks that are not final yet
/// database/            what is final
/// database.arriving/   a database made of a snapshot, until it takes the other's place
/// snapshots/           states for nodes that begin
/// node.lock            held by the process that runs
/// ```
struct Home: Sendable {
  let path: String

  var configurationPath: String { "\(path)/configuration.json" }
  var genesisPath: String { "\(path)/genesis.json" }
  var keyPath: String { "\(path)/consensus-key.json" }
  var transportKeyPath: String { "\(path)/transport-key" }
  var operatorKeyPath: String { "\(path)/operator-key.json" }
  var journalPath: String { "\(path)/journal" }
  var databasePath: String { "\(path)/database" }
  var arrivingPath: String { "\(path)/database.arriving" }
  var snapshotsPath: String { "\(path)/snapshots" }

  static let option = Command.Option.value(
    "home", letter: "H", .path, name: "DIR",
    summary: "The folder of the node; without it TRADEWIND_HOME, or .tradewind in your own folder")

  init(_ path: String) {
    self.path = path
  }

  init(_ invocation: Invocation, environment: [String: String]) throws(CommandFailure) {
    if let path: String = invocation.optionalValue("home") {
      self.path = path
    } else if let path = environment["TRADEWIND_HOME"], !path.isEmpty {
      self.path = path
    } else if let own = environment["HOME"], !own.isEmpty {
      path = "\(own)/.tradewind"
    } else {
      throw .failed("there is no folder to put the node's into: name one with --home DIR")
    }
  }
}
