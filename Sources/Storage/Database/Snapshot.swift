package import Chain
import Codec
package import Cryptography
package import State

/// The database as it was after one commit, for as long as somebody holds this.
///
/// It is used by one thread at a time and for a short time: the file cannot use the space of what
/// has changed since before the last snapshot that sees it is gone.
package final class Snapshot {
  let transaction: ReadTransaction
  /// The last block there is; nothing before genesis.
  package let progress: Progress?
  /// The tree of the state, where somebody wants to make proofs.
  package let tree: StateTree?

  init(_ transaction: consuming ReadTransaction, tree: StateTree?) throws(StorageError) {
    progress = try transaction.contents.fact(.progress)
    self.transaction = transaction
    self.tree = tree
  }

  package func journal() throws(StorageError) -> JournalMark? {
    try transaction.contents.fact(.journal)
  }

  /// The roots of states that a header behind the last block may name.
  package func nameableRoots() throws(StorageError) -> NameableRoots {
    try transaction.contents.fact(.roots) ?? NameableRoots()
  }

  package func network() throws(StorageError) -> Network? {
    try transaction.contents.fact(.network)
  }
}

/// Blocks and what belongs to them.
extension Snapshot {
  /// The blocks that are still here, but for closing ones, whose headers always are.
  package func blocks() throws(StorageError) -> Coverage? {
    try transaction.contents.fact(.blocks)
  }

  /// The oldest block whose body is here, or the next one to come.
  package func oldestHeight() throws(StorageError) -> Height {
    try blocks()?.lowest ?? progress?.height.next ?? .zero
  }

  package func header(at height: Height) throws(StorageError) -> Header? {
    try transaction.contents.header(at: height)
  }

  package func block(at height: Height) throws(StorageError) -> StoredBlock? {
    try transaction.contents.block(at: height)
  }

  /// A block without what came of it.
  package func orderedBlock(at height: Height) throws(StorageError) -> Block? {
    try transaction.contents.orderedBlock(at: height)
  }

  package func certificate(at height: Height) throws(StorageError) -> Certificate? {
    try transaction.contents.record(BigEndian.key(height), in: Schema.certificates)
  }

  package func height(of blockHash: Digest) throws(StorageError) -> Height? {
    try transaction.contents.record(blockHash.bytes.array, in: Schema.heights)
  }

  /// The height of the block that ended an epoch.
  package func closingHeight(of epoch: Epoch) throws(StorageError) -> Height? {
    try transaction.contents.record(BigEndian.key(epoch), in: Schema.closings)
  }

  /// The validators that serve an epoch, as far as they are chosen.
  package func validatorSet(of epoch: Epoch) throws(StorageError) -> ValidatorSet? {
    try transaction.contents.record(BigEndian.key(epoch), in: Schema.validatorSets)
  }
}

/// The state after the last block.
extension Snapshot: StateView {
  package func value(for key: StateKey) -> [UInt8]? {
    orStop { () throws(StorageError) in
      let bytes = key.storage.span
      return try transaction.contents.get(bytes.extracting(..<key.count), in: Schema.state)
    }
  }

  package func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry? {
    orStop { () throws(StorageError) in
      try transaction.contents.withCursor(on: Schema.state) { cursor throws(StorageError) in
        try cursor.entry(from: lower, below: upper)
      }
    }
  }

  /// Proves what a key's value is in the state after the last block, or that it has none.
  package func proof(of key: StateKey) throws(StorageError) -> StateProof {
    guard let tree else {
      preconditionFailure("a snapshot that proves has been taken with its tree")
    }
    return try transaction.contents.withCursor(on: Schema.state) { cursor throws(StorageError) in
      try tree.proof(of: key, reading: &cursor)
    }
  }
}

/// A database that cannot be read ends the process: whatever was computed on would be wrong.
func orStop<Result>(_ body: () throws(StorageError) -> Result) -> Result {
  do {
    return try body()
  } catch {
    fatalError("\(error)")
  }
}

extension Cursor {
  /// The first entry within bounds.
  mutating func entry(
    from lower: StateKey, below upper: StateKey?
  ) throws(StorageError) -> StateEntry? {
    var first: StateEntry?
    try visitEntries(from: lower, below: upper) { key, value in
      first = StateEntry(key: StateKey(copying: key), value: [UInt8](copying: value))
      return false
    }
    return first
  }
}
