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
protocol FinalStore: AnyObject {
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

  func header(at height: Height) -> Header?
  func block(at height: Height) -> Block?
  func block(_ hash: Digest) -> Block?
  func certificate(at height: Height) -> Certificate?

  /// Names the journal of the first epoch, before there is any block.
  func begin(naming mark: JournalMark)
  func commit(_ blocks: [ExecutedReplicaBlock], naming mark: JournalMark)
  /// The same at this moment, to be put in its place later.
  func copied() throws -> any FinalStore
  /// What a node finds that starts again; whoever ran before has let go of everything.
  func reopened() throws -> any FinalStore
}

extension FinalStore {
  /// The closing blocks from the first one on.
  var closingBlocks: [Header] {
    var found: [Header] = []
    var height = Height(1)
    while let header = header(at: height) {
      let next = self.header(at: height.next)
      if next.map({ $0.epoch != header.epoch }) ?? (header == anchor) { found.append(header) }
      height = height.next
    }
    return found
  }
}
