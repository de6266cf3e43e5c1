import Chain
import Codec
import Consensus
import Cryptography
import Replica
import State

/// What a node has made final for good: blocks, the certificates over them, and the state after the
/// last one.
///
/// It outlives the node's crashes, and holds whole commits and nothing else.
///
/// Of the states it gives to others it keeps a few, since one that is being got takes a while.
protocol FinalStore: AnyObject, FinalChain where Failure == Never {
  /// The last block, or genesis.
  var tip: Header { get }
  /// The closing block that the epoch of the next block stands on.
  var anchor: Header { get }
  /// Which journal belongs to it, and how far that was synced.
  var mark: JournalMark? { get }
  /// The state after the last block.
  var view: any StateView { get }
  /// The state after blocks that were executed on top of the last one.
  func view(after executed: [ExecutedReplicaBlock]) -> any StateView
  /// Executes the next block.
  func execute(
    _ block: OrderedBlock, under certificate: Certificate?, isClosing: Bool,
    after executed: [ExecutedReplicaBlock], on network: Network
  ) -> ExecutedReplicaBlock
  /// The root of the state after the last block.
  var root: Digest { get }
  /// The roots of states that a later header may name.
  var nameableRoots: SortedMap<Height, Digest> { get }

  /// The oldest block that is here.
  var oldestHeight: Height { get }
  func block(_ hash: Digest) -> Block?

  /// Names the journal that a node goes on with.
  func open(naming mark: JournalMark) throws
  func commit(_ blocks: [ExecutedReplicaBlock], naming mark: JournalMark)
  /// The same at this moment, to be put in its place later.
  func copied() throws -> any FinalStore
  /// What a node finds that starts again; whoever ran before has let go of everything.
  func reopened() throws -> any FinalStore

  // MARK: Snapshots

  /// Keeps the state after the last block, which ends an epoch, for those who are far behind.
  func export(inChunksOf sizeBytes: Int) throws
  /// The closing blocks after which a state is kept, oldest first.
  var exports: [Header] { get }
  func chunkCount(of closing: Header) -> Int
  func chunk(_ number: Int, of closing: Header) -> [UInt8]?
  /// Sets up another state beside this one, whatever an attempt before has left.
  func beginImport(_ manifest: SnapshotManifest) throws
  func add(_ ends: [EpochEnd]) throws
  func add(_ chunk: VerifiedChunk) throws
  /// Lets what was imported take the place of all this, which has to be opened again; false if
  /// nothing was.
  func finishImport(naming mark: JournalMark) throws -> Bool
  func abandonImport()
}
