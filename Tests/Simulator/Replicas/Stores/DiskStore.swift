import Chain
import Codec
import Consensus
import Cryptography
import Foundation
import Ledger
import Replica
import State
import Storage
import TestSupport

/// The real database in files of its own, opened anew in each life of its node.
final class DiskStore: FinalStore {
  /// The committed state, whatever is committed meanwhile.
  ///
  /// It lets go of what it has read from before a commit, as a thread has to.
  private final class Newest: StateView {
    private var opened: Database?
    private var snapshot: Snapshot?

    init(_ database: Database) { opened = database }

    func letGo() { snapshot = nil }

    /// Nothing is read from here any more.
    func close() {
      snapshot = nil
      opened = nil
    }

    var database: Database {
      guard let opened else { preconditionFailure("whoever has crashed reads nothing") }
      return opened
    }

    var current: Snapshot {
      if let snapshot { return snapshot }
      do {
        let taken = try database.snapshot()
        snapshot = taken
        return taken
      } catch {
        preconditionFailure("a database that was opened can be read: \(error)")
      }
    }

    func value(for key: StateKey) -> [UInt8]? { current.value(for: key) }

    func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry? {
      current.firstEntry(from: lower, below: upper)
    }
  }

  /// The committed state with changes on top that are not.
  private struct Overlaid: StateView {
    let base: Newest
    let changes: ChangeSet

    func value(for key: StateKey) -> [UInt8]? { changes.value(for: key, over: base) }

    func firstEntry(from lower: StateKey, below upper: StateKey?) -> StateEntry? {
      changes.firstEntry(from: lower, below: upper, over: base)
    }
  }

  private static let name = "db"
  /// Where a state is imported, and waits to take the other's place.
  private static let arrivingName = "arriving"
  private let folder: TemporaryFolder
  private let genesis: GenesisBlock
  private let genesisState: InMemoryState
  private let newest: Newest
  private var exported: [Export]
  private var importing: SnapshotImport?
  private var arriving: Arriving?

  /// A state after a closing block, in the files of a snapshot.
  private struct Export {
    let closing: Header
    let files: SnapshotFolder
    let chunkCount: Int
  }

  /// What is known of the state that comes in.
  private struct Arriving {
    let manifest: SnapshotManifest
    var sets = ArrivingSets()
  }

  /// Makes an empty one, or opens the files of a folder.
  convenience init(
    _ genesis: GenesisBlock, _ state: InMemoryState, in folder: TemporaryFolder? = nil
  ) throws {
    try self.init(genesis, state, in: folder, exported: [])
  }

  private init(
    _ genesis: GenesisBlock, _ state: InMemoryState, in folder: TemporaryFolder?,
    exported: [Export]
  ) throws {
    let folder = try folder ?? TemporaryFolder(inMemory: true)
    self.folder = folder
    self.genesis = genesis
    genesisState = state
    self.exported = exported
    newest = try Self.open(genesis, folder)
  }

  private static func open(_ genesis: GenesisBlock, _ folder: TemporaryFolder) throws -> Newest {
    // What was imported is whole once it has its name.
    if FileManager.default.fileExists(atPath: folder.path(arrivingName)) {
      try? FileManager.default.removeItem(atPath: folder.path(name))
      try FileManager.default.moveItem(
        atPath: folder.path(arrivingName), toPath: folder.path(name))
    }
    var options = Environment.Options()
    options.mapBytes = 256 << 20
    return Newest(
      try Database(
        folder.path(name), network: genesis.network, settings: .validator, options: options))
  }

  /// Opens the same files as another process would.
  func reopened() throws -> any FinalStore {
    newest.close()
    importing = nil
    return try DiskStore(genesis, genesisState, in: folder, exported: exported)
  }

  private func read<Value>(_ body: (Snapshot) throws -> Value) -> Value {
    do {
      return try body(newest.current)
    } catch {
      preconditionFailure("a database that was opened can be read: \(error)")
    }
  }

  var tip: Header {
    guard let height = newest.database.progress?.height else { return genesis.header }
    return header(at: height) ?? genesis.header
  }

  var anchor: Header {
    guard let progress = newest.database.progress else { return genesis.header }
    let epoch =
      progress.isClosing || progress.epoch == .zero
      ? progress.epoch : Epoch(progress.epoch.units - 1)
    return read { snapshot in
      try snapshot.closingHeight(of: epoch).flatMap { try snapshot.header(at: $0) }
    } ?? genesis.header
  }

  var mark: JournalMark? { read { try $0.journal() } }
  var view: any StateView { newest.database.progress == nil ? genesisState : newest }
  var root: Digest { newest.database.progress?.stateRoot ?? genesis.header.executedStateRoot }

  var nameableRoots: SortedMap<Height, Digest> {
    guard newest.database.progress == nil else { return read { try $0.nameableRoots().roots } }
    var roots = SortedMap<Height, Digest>()
    roots[Height(0)] = root
    return roots
  }

  func view(after executed: [ExecutedReplicaBlock]) -> any StateView {
    guard !executed.isEmpty else { return newest }
    var changes = ChangeSet()
    for block in executed { changes.append(block.execution.result.changes) }
    return Overlaid(base: newest, changes: changes)
  }

  func execute(
    _ block: OrderedBlock, under certificate: Certificate?, isClosing: Bool,
    after executed: [ExecutedReplicaBlock], on network: Network
  ) -> ExecutedReplicaBlock {
    let execution = BlockExecution(
      block, isClosing: isClosing, on: network, over: view(after: executed))
    return ExecutedReplicaBlock(execution: execution, certificate: certificate, state: nil)
  }

  var oldestHeight: Height {
    guard let progress = newest.database.progress else { return Height(1) }
    return max(read { try $0.blocks() }?.lowest ?? progress.height.next, Height(1))
  }

  func header(at height: Height) -> Header? { read { try $0.header(at: height) } }

  func block(at height: Height) -> Block? {
    height > Height(0) ? read { try $0.orderedBlock(at: height) } : nil
  }

  func block(_ hash: Digest) -> Block? {
    read { try $0.height(of: hash) }.flatMap { block(at: $0) }
  }

  func certificate(at height: Height) -> Certificate? { read { try $0.certificate(at: height) } }

  func open(naming mark: JournalMark) throws {
    newest.letGo()
    guard newest.database.progress == nil else { return try newest.database.note(journal: mark) }
    let block = try Block(header: genesis.header, body: Body([]))
    write(
      [
        Storage.ExecutedBlock(
          block: block, hash: genesis.header.hash,
          outcome: BlockOutcome(baseFee: BaseFee.floor, senders: [], voids: [], receipts: []),
          changes: genesis.changes, chosenSet: genesis.genesis.validatorSet)
      ], mark)
  }

  func commit(_ blocks: [ExecutedReplicaBlock], naming mark: JournalMark) {
    let view = view(after: blocks)
    write(blocks.map { record(of: $0, in: view) }, mark)
  }

  /// What is stored of a block of a group, of which only the last one may end an epoch.
  private func record(
    of executed: ExecutedReplicaBlock, in view: any StateView
  ) -> Storage.ExecutedBlock {
    let (block, result) = (executed.execution.block, executed.execution.result)
    let voids = Set(result.voidIndices)
    let senders = block.transactions.enumerated().filter { !voids.contains($0.offset) }
    return Storage.ExecutedBlock(
      block: block.block, hash: block.hash,
      outcome: BlockOutcome(
        baseFee: block.baseFee, senders: senders.map(\.element.signer),
        voids: result.voidIndices.map(UInt32.init), receipts: result.receipts),
      changes: result.changes, certificate: executed.certificate,
      chosenSet: executed.isClosing ? EpochStart(behind: block.header, in: view).nextSet : nil)
  }

  private func write(_ records: [Storage.ExecutedBlock], _ mark: JournalMark) {
    var queue = records
    newest.letGo()
    do {
      while let group = CommitGroup(takingFrom: &queue, journal: mark) {
        try newest.database.commit(group)
      }
    } catch {
      preconditionFailure("the disk has room: \(error)")
    }
  }

  func copied() throws -> any FinalStore {
    let copy = try TemporaryFolder(inMemory: true)
    try FileManager.default.copyItem(
      atPath: folder.path(Self.name), toPath: copy.path(Self.name))
    return try DiskStore(genesis, genesisState, in: copy)
  }

  // MARK: Snapshots

  func end(of epoch: Epoch) -> EpochEnd? {
    read { snapshot in
      guard let height = try snapshot.closingHeight(of: epoch),
        let closing = try snapshot.header(at: height),
        let certificate = try snapshot.certificate(at: height),
        let set = try snapshot.validatorSet(of: epoch.next)
      else { return nil }
      return EpochEnd(closing: closing, certificate: certificate, nextSet: set)
    }
  }

  var exports: [Header] { exported.map(\.closing) }

  func export(inChunksOf sizeBytes: Int) throws {
    let closing = tip
    var export = try SnapshotExport(
      of: newest.database, to: folder.path("snapshot-\(closing.height)"),
      chunkSizeBytes: sizeBytes)
    while try export.writeNext() {}
    exported =
      exported.suffix(exportsMax - 1)
      + [Export(closing: closing, files: export.folder, chunkCount: export.chunkCount)]
  }

  func chunkCount(of closing: Header) -> Int {
    exported.first { $0.closing == closing }?.chunkCount ?? 0
  }

  func chunk(_ number: Int, of closing: Header) -> [UInt8]? {
    try? exported.first { $0.closing == closing }?.files.chunkBytes(number)
  }

  func beginImport(_ manifest: SnapshotManifest) throws {
    importing = nil
    arriving = Arriving(manifest: manifest)
    importing = try SnapshotImport(to: folder.path(Self.arrivingName), manifest: manifest)
    // What this node knows of the epochs before goes along.
    try add(ends(upTo: manifest.closing.epoch))
  }

  private func ends(upTo epoch: Epoch) -> [EpochEnd] {
    var ends: [EpochEnd] = []
    var next = Epoch(1)
    while next < epoch, let end = end(of: next) {
      ends.append(end)
      next = next.next
    }
    return ends
  }

  func add(_ ends: [EpochEnd]) throws {
    for end in ends {
      try importing?.add(end.closing, certificate: end.certificate, nextSet: end.nextSet)
    }
  }

  func add(_ chunk: VerifiedChunk) throws {
    try importing?.add(chunk)
    arriving?.sets.take(chunk)
  }

  func finishImport(naming mark: JournalMark) throws -> Bool {
    guard let arrived = importing.take(), let arriving else { return false }
    try arrived.finish(
      validatorSets: arriving.sets.sets(behind: arriving.manifest.closing), journal: mark)
    exported = []
    return true
  }

  func abandonImport() {
    importing = nil
    arriving = nil
  }
}
