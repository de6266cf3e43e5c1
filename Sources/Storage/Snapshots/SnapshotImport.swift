package import Chain
import Codec
import Cryptography
package import State

/// Makes a database of a snapshot, from chunks that are verified one by one.
///
/// It works in a directory beside the wanted one and gives that its name when all is there and on
/// the disk. What an attempt leaves that did not come so far is removed by the next.
package struct SnapshotImport: ~Copyable {
  private let path: String
  private let directory: Directory
  private let environment: Environment
  private let manifest: SnapshotManifest
  private var assembly: SnapshotAssembly
  /// Brings to the disk what is imported, beside the import.
  private var flush: WorkerThreads?
  private var chunkCount = 0
  /// How many entries are imported.
  package private(set) var entryCount = 0

  /// How many chunks come to the disk together.
  private static var chunksPerFlush: Int { 8 }

  /// Begins an import that ends in a database at a path, where there is none yet.
  ///
  /// The manifest's certificates have been checked by the caller.
  package init(to path: String, manifest: SnapshotManifest) throws(StorageError) {
    let target = Directory(path: path)
    if try target.exists() {
      guard try target.names().isEmpty else { throw .directoryNotEmpty(path: path) }
    }
    let directory = Directory(path: path + ".importing")
    try directory.removeAll()
    self.init(
      into: try Self.open(directory), in: directory, for: path, manifest: manifest)
  }

  private init(
    into environment: consuming Environment, in directory: Directory, for path: String,
    manifest: SnapshotManifest
  ) {
    self.environment = environment
    self.directory = directory
    self.path = path
    self.manifest = manifest
    assembly = SnapshotAssembly(root: manifest.stateRoot)
  }

  private static func open(_ directory: Directory) throws(StorageError) -> Environment {
    var options = Environment.Options()
    options.durability = .onDemand
    return try Environment(
      directory.path, keyspaces: Schema.keyspaces, access: .readWrite(create: true),
      options: options)
  }

  /// Takes how an epoch ended before the snapshot's, with the set that served the one behind it:
  /// closing blocks are never forgotten, and what is asked for must not depend on who is asked.
  package mutating func add(
    _ closing: Header, certificate: Certificate, nextSet: ValidatorSet
  ) throws(StorageError) {
    try environment.write { transaction throws(StorageError) in
      try transaction.put(closing, certificate: certificate)
      try transaction.put(nextSet, for: BigEndian.key(closing.epoch.next), in: Schema.validatorSets)
    }
  }

  /// Takes the next chunk, in the order of keys.
  package mutating func add(_ chunk: VerifiedChunk) throws(SnapshotImportError) {
    do throws(SnapshotChunkError) {
      try assembly.add(chunk)
    } catch {
      throw .chunk(error)
    }
    do throws(StorageError) {
      try environment.write { transaction throws(StorageError) in
        try transaction.edit(Schema.state) { cursor throws(StorageError) in
          try chunk.forEachEntry { key, value throws(StorageError) in
            try cursor.append(value, for: key)
          }
        }
      }
    } catch {
      throw .storage(error)
    }
    entryCount += chunk.entryCount
    chunkCount += 1
    if chunkCount.isMultiple(of: Self.chunksPerFlush) { startFlush() }
  }

  /// Lets the disk begin, so that little is left to do at the end; only then does it matter whether
  /// it succeeds.
  private mutating func startFlush() {
    flush?.join()
    flush = WorkerThreads(count: 1) { [environment = environment.open] in
      try? environment.synchronize()
    }
  }

  /// Completes the database; the sets are those of the epochs behind the closing block's, and the
  /// journal is a validator's, who goes on with it.
  package consuming func finish(
    validatorSets: [(epoch: Epoch, set: ValidatorSet)], journal: JournalMark? = nil
  ) throws(SnapshotImportError) {
    let tree: StateTree
    do throws(SnapshotChunkError) {
      tree = try assembly.finish()
    } catch {
      throw .chunk(error)
    }
    do throws(StorageError) {
      try environment.write { transaction throws(StorageError) in
        try transaction.complete(
          manifest, tree: tree, validatorSets: validatorSets, journal: journal)
      }
      try environment.synchronize()
    } catch {
      throw .storage(error)
    }
    let (directory, path) = (directory, path)
    flush?.join()
    _ = consume self
    do throws(StorageError) {
      try directory.rename(to: path)
    } catch {
      throw .storage(error)
    }
  }
}

extension WriteTransaction {
  /// Writes a closing block whose body is not here.
  fileprivate mutating func put(
    _ closing: Header, certificate: Certificate
  ) throws(StorageError) {
    try put(closing, for: BigEndian.key(closing.height), in: Schema.headers)
    try put(certificate, for: BigEndian.key(closing.height), in: Schema.certificates)
    try put(closing.height, for: closing.hash.bytes.array, in: Schema.heights)
    try put(closing.height, for: BigEndian.key(closing.epoch), in: Schema.closings)
  }

  /// Writes what a database has beside its state after a closing block.
  fileprivate mutating func complete(
    _ manifest: SnapshotManifest, tree: StateTree,
    validatorSets: [(epoch: Epoch, set: ValidatorSet)], journal: JournalMark?
  ) throws(StorageError) {
    let closing = manifest.closing
    try apply(tree.subtreeChanges(since: StateTree()))
    try put(closing, certificate: manifest.closingCertificate)
    for (epoch, set) in validatorSets {
      try put(set, for: BigEndian.key(epoch), in: Schema.validatorSets)
    }
    try set(.format, to: FormatNumber(Schema.format))
    try set(.network, to: manifest.network)
    try set(
      .progress,
      to: Progress(
        height: closing.height, epoch: closing.epoch, blockHash: closing.hash, isClosing: true,
        stateRoot: manifest.stateRoot))
    // Headers of the epoch that follows name the state after the closing block.
    var roots = NameableRoots()
    roots.add(
      manifest.stateRoot, at: closing.height, namedSoFar: closing.executedHeight)
    try set(.roots, to: roots)
    if let journal { try set(.journal, to: journal) }
  }
}
