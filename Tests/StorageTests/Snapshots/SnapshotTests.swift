import Chain
import Codec
import Cryptography
import State
import Storage
import TestSupport
import Testing

@Suite("Snapshots")
struct SnapshotTests {
  private let folder: TemporaryFolder
  private let chain: SampleChain
  private let database: Database

  /// A database whose last block closes an epoch, with a state of several chunks.
  init() throws {
    folder = try TemporaryFolder()
    var chain = SampleChain(accountCount: 1_500)
    try chain.grow(by: 20)
    try chain.grow(by: 1, changesPerBlock: 1_000, valueSizeBytes: 9_000)
    database = try Database(
      folder.path("db"), network: SampleChain.network, settings: .validator)
    try database.commit(chain.blocks)
    self.chain = chain
  }

  private let journal = JournalMark(identity: Digest.zero, sequence: 41)

  /// How the first epoch has ended.
  private var earlier: ExecutedBlock {
    get throws {
      let ends = chain.blocks.filter { $0.chosenSet != nil && $0.block.header.epoch == Epoch(1) }
      return try #require(ends.first)
    }
  }

  private var closing: ExecutedBlock { chain.blocks[20] }

  private func certificate(over hash: Digest, epoch: Epoch) throws -> Certificate {
    var random = SplitMix64(seed: 5)
    var signatures = SortedMap<Int, Signature>()
    signatures[0] = .arbitrary(from: &random)
    let candidate = Statement.Candidate(parentView: View(1), block: hash)
    return Certificate(
      statement: Statement(epoch: epoch, view: View(2), content: .finalize(candidate)),
      setCount: 1, signatures: signatures)
  }

  private func manifest(chunkCount: Int) throws -> SnapshotManifest {
    let header = closing.block.header
    var next = header
    next.epoch = header.epoch.next
    next.height = header.height.next
    next.parentHash = closing.hash
    next.executedHeight = header.height
    next.executedStateRoot = chain.states[20].root
    return try SnapshotManifest(
      network: SampleChain.network, closing: header,
      closingCertificate: certificate(over: closing.hash, epoch: header.epoch),
      successors: [next], successorCertificate: certificate(over: next.hash, epoch: next.epoch),
      chunkCount: UInt32(chunkCount))
  }

  private func export() throws -> SnapshotFolder {
    var export = try SnapshotExport(of: database, to: folder.path("snapshot"))
    while try export.writeNext() {}
    try export.folder.write(manifest(chunkCount: export.chunkCount))
    return export.folder
  }

  private func importAll(_ snapshot: SnapshotFolder, leavingOut: Int? = nil) throws {
    let manifest = try snapshot.manifest()
    var arriving = try SnapshotImport(to: folder.path("copy"), manifest: manifest)
    let earlier = try earlier
    try arriving.add(
      earlier.block.header, certificate: certificate(over: earlier.hash, epoch: Epoch(1)),
      nextSet: try #require(earlier.chosenSet))
    for number in 0..<Int(manifest.chunkCount) where number != leavingOut {
      try arriving.add(try snapshot.chunk(number).verified(under: manifest.stateRoot))
    }
    let sets = [(epoch: Epoch(3), set: try #require(closing.chosenSet))]
    try arriving.finish(validatorSets: sets, journal: journal)
  }

  @Test("What is exported and imported is the state, and the chain goes on from it")
  func roundTrip() throws {
    let snapshot = try export()
    #expect(try snapshot.manifest().chunkCount > 2)
    try importAll(snapshot)
    try goOn()
    #expect(try DatabaseInspection(folder.path("copy")).check().blockCount == 12)
  }

  private func goOn() throws {
    let copy = try Database(
      folder.path("copy"), network: SampleChain.network, settings: .archive)
    #expect(copy.progress == database.progress)
    let view = try copy.provingSnapshot()
    expectSameEntries(view, chain.states[20], in: SampleChain.accounts)
    #expect(try view.journal() == journal)
    // The ends of earlier epochs came along.
    let earlier = try earlier
    let height = try #require(try view.closingHeight(of: Epoch(1)))
    #expect(try view.header(at: height) == earlier.block.header)
    #expect(try view.certificate(at: height) != nil)
    #expect(try view.validatorSet(of: Epoch(2)) == earlier.chosenSet)
    #expect(try view.nameableRoots().roots.map(\.key) == [Height(20)])
    #expect(try view.nameableRoots().roots[Height(20)] == chain.states[20].root)
    #expect(try view.header(at: Height(20)) == closing.block.header)
    #expect(try view.certificate(at: Height(20)) != nil)
    #expect(try view.validatorSet(of: Epoch(3)) != nil)
    var later = chain
    try later.grow(by: 12)
    try copy.commit(later.blocks.dropFirst(21))
    #expect(copy.progress?.stateRoot == later.states[32].root)
    let old = try #require(try copy.snapshot().state(at: Height(20)))
    expectSameEntries(old, chain.states[20], in: SampleChain.accounts)
  }

  @Test("An import that lacks a chunk makes no database, and the next attempt starts afresh")
  func startingAgain() throws {
    let snapshot = try export()
    #expect(throws: SnapshotImportError.self) { try importAll(snapshot, leavingOut: 1) }
    #expect(throws: SnapshotImportError.self) { try importAll(snapshot, leavingOut: 0) }
    #expect(try !folder.names.contains("copy"))
    try importAll(snapshot)
    #expect(try !folder.names.contains("copy.importing"))
    #expect(try DatabaseInspection(folder.path("copy")).check().stateRoot == chain.states[20].root)
  }

  @Test("A database is not overwritten by an import")
  func occupied() throws {
    let snapshot = try export()
    try importAll(snapshot)
    #expect(throws: StorageError.self) { try importAll(snapshot) }
  }

  @Test("A snapshot is of a closing block and of no other")
  func notClosing() throws {
    var later = chain
    try later.grow(by: 1)
    try database.commit(later.blocks.suffix(1))
    #expect(throws: StorageError.self) {
      _ = try SnapshotExport(of: database, to: folder.path("snapshot"))
    }
  }

  @Test("An export sees the state it began with while blocks are committed")
  func whileCommitting() throws {
    var export = try SnapshotExport(of: database, to: folder.path("snapshot"))
    _ = try export.writeNext()
    var later = chain
    try later.grow(by: 9)
    try database.commit(later.blocks.dropFirst(21))
    while try export.writeNext() {}
    try export.folder.write(manifest(chunkCount: export.chunkCount))
    try importAll(export.folder)
  }

  @Test("A damaged file of a snapshot is refused")
  func damage() throws {
    let snapshot = try export()
    var bytes = try snapshot.chunkBytes(1)
    bytes[bytes.count / 2] ^= 1
    let damaged = try SnapshotChunk(canonicalBytes: bytes.span)
    let root = chain.states[20].root
    #expect(throws: SnapshotChunkError.self) { try damaged.verified(under: root) }
    let form = try snapshot.manifest().canonicalBytes
    for index in form.indices {
      var form = form
      form[index] ^= 1
      guard let manifest = try? SnapshotManifest(canonicalBytes: form.span) else { continue }
      #expect(manifest.canonicalBytes == form)
    }
  }
}
