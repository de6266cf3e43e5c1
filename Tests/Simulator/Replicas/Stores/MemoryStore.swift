import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State

/// A store in memory, whose state is a value.
final class MemoryStore: FinalStore {
  private var chain: CommittedChain
  private var state: InMemoryState
  private var heights: [Digest: Height] = [:]
  private(set) var anchor: Header
  /// How epochs ended.
  private var ends: [Epoch: EpochEnd] = [:]
  /// States after closing blocks, in chunks, oldest first.
  private var exported: [(closing: Header, chunks: [[UInt8]])] = []
  /// What comes in of another state, as far as it has come.
  private var importing: Import?

  private struct Import {
    let manifest: SnapshotManifest
    var ends: [EpochEnd] = []
    var changes = ChangeSet()
  }

  init(genesis: Header, state: InMemoryState) {
    chain = CommittedChain(behind: genesis, root: state.root)
    self.state = state
    anchor = genesis
  }

  private init(copying other: MemoryStore) {
    chain = other.chain
    state = other.state
    heights = other.heights
    anchor = other.anchor
    ends = other.ends
  }

  var tip: Header { chain.tip }
  var mark: JournalMark? { chain.mark }
  var view: any StateView { state }
  var root: Digest { state.root }
  var nameableRoots: SortedMap<Height, Digest> { chain.roots }

  private func state(after executed: [ExecutedReplicaBlock]) -> InMemoryState {
    executed.last?.state ?? state
  }

  func execute(
    _ block: OrderedBlock, under certificate: Certificate?, isClosing: Bool,
    after executed: [ExecutedReplicaBlock], on network: Network
  ) -> ExecutedReplicaBlock {
    var state = state(after: executed)
    let execution = BlockExecution(block, isClosing: isClosing, on: network, over: state)
    state.apply(execution.result.changes)
    return ExecutedReplicaBlock(execution: execution, certificate: certificate, state: state)
  }

  func view(after executed: [ExecutedReplicaBlock]) -> any StateView { state(after: executed) }

  func header(at height: Height) -> Header? { chain.header(at: height) }
  func block(at height: Height) -> Block? { chain.block(at: height) }
  func certificate(at height: Height) -> Certificate? { chain.certificates[height] }

  func block(_ hash: Digest) -> Block? {
    heights[hash].flatMap { block(at: $0) }
  }

  func open(naming mark: JournalMark) { chain.mark = mark }

  func commit(_ blocks: [ExecutedReplicaBlock], naming mark: JournalMark) {
    for block in blocks {
      guard let after = block.state else {
        preconditionFailure("whoever keeps states in memory has each")
      }
      chain.append(
        block.execution.block.block, root: after.root, isNameable: block.isNameable)
      heights[block.execution.block.hash] = block.header.height
      if let certificate = block.certificate {
        chain.certify(block.header.height, by: certificate)
      }
      state = after
      if block.isClosing, let certificate = block.certificate {
        anchor = block.header
        ends[anchor.epoch] = EpochEnd(
          closing: anchor, certificate: certificate,
          nextSet: EpochStart(behind: anchor, in: after).set)
      }
    }
    chain.mark = mark
  }

  func copied() -> any FinalStore { MemoryStore(copying: self) }

  func reopened() -> any FinalStore {
    importing = nil
    return self
  }

  // MARK: Snapshots

  var oldestHeight: Height { chain.base.height.next }
  func end(of epoch: Epoch) -> EpochEnd? { ends[epoch] }
  var exports: [Header] { exported.map(\.closing) }

  func export(inChunksOf sizeBytes: Int) {
    var reader = state
    var cutter = ChunkCutter(state.tree, sizeBytes: sizeBytes)
    var chunks: [[UInt8]] = []
    while let chunk = cutter.next(reading: &reader) { chunks.append(chunk.canonicalBytes) }
    exported = exported.suffix(exportsMax - 1) + [(tip, chunks)]
  }

  private func chunks(of closing: Header) -> [[UInt8]] {
    exported.first { $0.closing == closing }?.chunks ?? []
  }

  func chunkCount(of closing: Header) -> Int { chunks(of: closing).count }

  func chunk(_ number: Int, of closing: Header) -> [UInt8]? {
    let chunks = chunks(of: closing)
    return chunks.indices.contains(number) ? chunks[number] : nil
  }

  func beginImport(_ manifest: SnapshotManifest) { importing = Import(manifest: manifest) }
  func add(_ ends: [EpochEnd]) { importing?.ends += ends }
  func abandonImport() { importing = nil }

  func add(_ chunk: VerifiedChunk) {
    chunk.forEachEntry { key, value in
      importing?.changes.put([UInt8](copying: value), for: StateKey(copying: key))
    }
  }

  func finishImport(naming mark: JournalMark) -> Bool {
    guard let arrived = importing else { return false }
    importing = nil
    state = InMemoryState()
    state.apply(arrived.changes)
    anchor = arrived.manifest.closing
    chain = CommittedChain(behind: anchor, root: state.root)
    chain.certify(anchor.height, by: arrived.manifest.closingCertificate)
    chain.mark = mark
    (heights, exported) = ([:], [])
    for end in arrived.ends { ends[end.closing.epoch] = end }
    return true
  }
}
