import Chain
import Codec
package import Cryptography
import State

/// A database that is only looked at, beside the node that writes it if one runs.
package struct DatabaseInspection: ~Copyable {
  /// What a part of the database takes.
  package struct Part: Sendable {
    package let name: String
    package let usage: Usage
  }

  /// What a check went over.
  package struct Findings: Sendable {
    package let entryCount: Int
    package let blockCount: Int
    package let stateRoot: Digest
  }

  private let environment: Environment

  package init(_ path: String) throws(StorageError) {
    let environment = try Environment(
      path, keyspaces: Schema.keyspaces, access: .readOnly)
    let format = try environment.read().contents.fact(.format, as: FormatNumber.self)?.number
    try FormatNumber.check(format ?? 0, at: path)
    self.environment = environment
  }

  package var path: String { environment.path }

  package var sizeBytes: Int {
    get throws(StorageError) { try environment.sizeBytes }
  }

  /// Bytes of the file that hold nothing and are used again.
  package var freeBytes: Int {
    get throws(StorageError) {
      let transaction = try environment.read()
      let pageBytes = try transaction.contents.usage(of: Schema.facts).pageBytes
      return try transaction.freePages * pageBytes
    }
  }

  /// Read transactions that are open now, in all processes.
  package var readers: Int {
    get throws(StorageError) { try environment.readers }
  }

  package func snapshot() throws(StorageError) -> Snapshot {
    try Snapshot(environment.read(), tree: nil)
  }

  package func parts() throws(StorageError) -> [Part] {
    let transaction = try environment.read()
    var parts: [Part] = []
    for keyspace in Schema.keyspaces {
      let usage = try transaction.contents.usage(of: keyspace)
      parts.append(Part(name: "\(keyspace.name)", usage: usage))
    }
    return parts
  }

  /// Copies what is committed into a directory of its own, while the node goes on.
  ///
  /// The signing journal lies elsewhere and is never part of it, so that nobody signs twice with
  /// what is restored.
  package func backUp(to path: String) throws(StorageError) {
    try environment.copy(to: path, compacting: true)
  }

  /// Hashes the whole state and every block, and says what does not fit together.
  package func check() throws(StorageError) -> Findings {
    let snapshot = try snapshot()
    var reader = CountingReader(try StateReader(environment.read()))
    let tree = try StateTree(reading: &reader)
    let expected = snapshot.progress?.stateRoot ?? .zero
    guard tree.root == expected else {
      throw corrupt("the state has root \(tree.root), and the last commit says \(expected)")
    }
    let top = try snapshot.transaction.contents.stateTree()
    guard top.root == expected else {
      throw corrupt("the top of the tree leads to \(top.root), and the state to \(expected)")
    }
    return Findings(
      entryCount: reader.count, blockCount: try checkBlocks(of: snapshot), stateRoot: expected)
  }

  /// Checks that blocks follow each other and have the bodies and names they should have.
  private func checkBlocks(of snapshot: Snapshot) throws(StorageError) -> Int {
    guard let coverage = try snapshot.blocks() else { return 0 }
    var parentHash: Digest?
    var count = 0
    var height = coverage.lowest
    while height <= coverage.highest {
      guard let block = try snapshot.block(at: height) else {
        throw corrupt("the block at height \(height) is missing")
      }
      guard parentHash == nil || block.header.parentHash == parentHash else {
        throw corrupt("the block at height \(height) does not follow the one before")
      }
      guard block.body.root == block.header.transactionsRoot else {
        throw corrupt("the block at height \(height) has a body that is not its own")
      }
      let hash = block.header.hash
      guard try snapshot.height(of: hash) == height else {
        throw corrupt("the block at height \(height) is not found by its hash")
      }
      parentHash = hash
      count += 1
      height = height.next
    }
    guard snapshot.progress?.height == coverage.highest, snapshot.progress?.blockHash == parentHash
    else { throw corrupt("the last block is not the one that the last commit says") }
    return count
  }

  private func corrupt(_ reason: String) -> StorageError {
    .corrupt(path: path, reason: reason)
  }
}

/// Counts the entries that go by.
private struct CountingReader: ~Copyable, EntryReader {
  private var reader: StateReader
  private(set) var count = 0

  init(_ reader: consuming StateReader) {
    self.reader = reader
  }

  mutating func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) throws(StorageError) {
    var seen = 0
    try reader.visitEntries(from: lower, below: upper) { key, value in
      seen += 1
      return body(key, value)
    }
    count += seen
  }
}
