import Chain
import Consensus
import Ledger
import Replica
import State

/// Executing blocks and making them durable, at once or when a test says so.
extension ClusterNode {
  /// Executes the next of the blocks that were handed out.
  func executeNext() throws {
    guard !waitingBlocks.isEmpty else { return }
    let (block, certificate, isClosing) = waitingBlocks.removeFirst()
    let execution = BlockExecution(block, isClosing: isClosing, on: network, over: state)
    state.apply(execution.result.changes)
    if let corruption { state.apply(corruption) }
    corruption = nil
    if isClosing, let (epoch, version) = versionAfter, block.header.epoch == epoch {
      state.apply(version: version)
    }
    blocks.append(block.block)
    roots.append(state.root)
    if let certificate { certificates[block.header.height.units] = certificate }
    pending.append(.executed(execution.report(over: state)))
    if isClosing {
      try begin(block.header.epoch.next, after: block.header.time)
      closings[block.header.epoch.units] = Closing(header: block.header, state: state)
    }
    let isNameable = isClosing || block.header.height.units.isMultiple(of: 8)
    waitingCommits.append(
      CommitReport(
        height: block.header.height, root: isNameable ? state.root : nil, view: state,
        start: isClosing ? EpochStart(behind: block.header, in: state) : nil,
        isTrusted: gate.isVoting))
    if !holdsCommits { commitAll() }
  }

  /// Makes durable what was executed.
  func commitAll() {
    pending += waitingCommits.map { .committed($0) }
    waitingCommits = []
  }
}
