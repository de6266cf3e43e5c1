package import Chain
import Codec
import Cryptography
import State
import Synchronization

/// Everything final that a node has: blocks, the state after them, and what is derived from both.
///
/// 1. A commit is one transaction: after a crash the database holds the blocks up to some commit,
///    whole, with the state after the last of them and that state's tree.
/// 2. One thread commits. Any number of others read what was committed when they began.
/// 3. The hashes of the state tree are in memory. The database has those of its top, so that
///    opening reads them and hashes no entry.
package final class Database: Sendable {
  /// What the last commit left.
  struct Tip: Sendable {
    var progress: Progress?
    var tree: StateTree
  }

  package let settings: StorageSettings
  let environment: Environment
  private let current: Mutex<Tip>
  /// The tree before the last commit: freeing it takes a while, and the next commit has threads.
  private let retired = Mutex<StateTree?>(nil)
  private let neededAbove = Mutex<Height?>(nil)

  /// Opens the database of a network, or makes an empty one.
  package init(
    _ path: String, network: Network, settings: StorageSettings,
    options: Environment.Options = Environment.Options()
  ) throws(StorageError) {
    let environment = try Environment(
      path, keyspaces: Schema.keyspaces, access: .readWrite(create: true), options: options)
    try environment.write { transaction throws(StorageError) in
      try transaction.claim(for: network)
      try transaction.clearIndexes(except: settings.indexes)
      if settings.historyBlocks == 0 { try transaction.clearHistory() }
    }
    current = Mutex(try Self.tip(of: environment.read()))
    self.environment = environment
    self.settings = settings
  }

  package var path: String { environment.path }

  /// Keeps all blocks above a height, whatever the settings let go.
  ///
  /// Somebody may begin with the state there. Without a height, the settings alone count.
  package func keepBlocks(above height: Height?) { neededAbove.withLock { $0 = height } }

  var pruning: Pruning {
    Pruning(settings: settings, neededAbove: neededAbove.withLock { $0 })
  }

  /// The last block committed; nothing before genesis is.
  package var progress: Progress? { current.withLock { $0.progress } }

  var tip: Tip { current.withLock { $0 } }

  func publish(_ tip: Tip) {
    let before = current.withLock { current in
      defer { current = tip }
      return current.tree
    }
    retired.withLock { $0 = before }
  }

  /// Hands over the tree before the last commit, for good.
  func takeRetired() -> StateTree? {
    retired.withLock { retired in
      defer { retired = nil }
      return retired
    }
  }

  /// The database as it is now, for reading.
  package func snapshot() throws(StorageError) -> Snapshot {
    try Snapshot(environment.read(), tree: nil)
  }

  /// The database as it is now, with the tree of its state, for making proofs.
  package func provingSnapshot() throws(StorageError) -> Snapshot {
    while true {
      let tip = tip
      let snapshot = try Snapshot(environment.read(), tree: tip.tree)
      // A commit is published right after it is durable, and this may fall in between.
      if snapshot.progress == tip.progress { return snapshot }
    }
  }

  /// Reads the last commit, and puts the top of the state tree together.
  private static func tip(of transaction: borrowing ReadTransaction) throws(StorageError) -> Tip {
    let progress = try transaction.contents.fact(.progress, as: Progress.self)
    let tree = try transaction.contents.stateTree()
    guard tree.root == progress?.stateRoot ?? .zero else {
      throw .corrupt(
        path: transaction.contents.environment.path,
        reason: "the tree has root \(tree.root) and the state \(progress?.stateRoot ?? .zero)")
    }
    return Tip(progress: progress, tree: tree)
  }
}

extension Contents {
  /// The top of the state tree.
  func stateTree() throws(StorageError) -> StateTree {
    let subtrees = try withCursor(on: Schema.subtrees) { cursor throws(StorageError) in
      var subtrees: [SubtreeDigest] = []
      while try cursor.next() {
        try cursor.withEntry { key, value in
          subtrees.append(
            SubtreeDigest(key: [UInt8](copying: key), bytes: [UInt8](copying: value)))
        }
      }
      return subtrees
    }
    do {
      return try StateTree(subtrees: subtrees)
    } catch {
      throw .corrupt(
        path: environment.path, reason: "the top of the state tree is not well-formed: \(error)")
    }
  }
}

extension WriteTransaction {
  /// Makes a new database the network's, or checks that an old one is.
  fileprivate mutating func claim(for network: Network) throws(StorageError) {
    let path = contents.environment.path
    guard let format = try contents.fact(.format, as: FormatNumber.self)?.number else {
      try set(.format, to: FormatNumber(Schema.format))
      try set(.network, to: network)
      return
    }
    try FormatNumber.check(format, at: path)
    let found = try contents.fact(.network, as: Network.self)
    guard found == network else {
      throw .otherNetwork(
        path: path, found: found.map { "\($0)" } ?? "none", expected: "\(network)")
    }
  }

  /// Empties indexes that are switched off, so that what is left of them is never taken for whole.
  fileprivate mutating func clearIndexes(except kept: Set<BlockIndex>) throws(StorageError) {
    for index in BlockIndex.allCases where !kept.contains(index) {
      guard try delete(index.fact.key.span, in: Schema.facts) else { continue }
      try clear(index.keyspace)
    }
  }

  /// Empties the history where it is switched off: it does not reach across blocks without it.
  fileprivate mutating func clearHistory() throws(StorageError) {
    guard try delete(Fact.history.key.span, in: Schema.facts) else { return }
    try clear(Schema.history)
    try clear(Schema.changedKeys)
  }
}
