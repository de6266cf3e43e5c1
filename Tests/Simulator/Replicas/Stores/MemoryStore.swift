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

  init(genesis: Header, state: InMemoryState) {
    chain = CommittedChain(genesis: genesis, root: state.root)
    self.state = state
    anchor = genesis
  }

  private init(copying other: MemoryStore) {
    chain = other.chain
    state = other.state
    heights = other.heights
    anchor = other.anchor
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

  func begin(naming mark: JournalMark) { chain.mark = mark }

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
      if block.isClosing { anchor = block.header }
      state = after
    }
    chain.mark = mark
  }

  func copied() -> any FinalStore { MemoryStore(copying: self) }
  func reopened() -> any FinalStore { self }
}
