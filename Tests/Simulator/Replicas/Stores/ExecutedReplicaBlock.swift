import Chain
import Consensus
import Cryptography
import Replica
import State

/// A block that waits to be committed, with what executing it came to.
struct ExecutedReplicaBlock {
  let execution: BlockExecution
  let certificate: Certificate?
  /// The state after it, where that is kept in memory.
  let state: InMemoryState?

  var header: Header { execution.block.header }
  var isClosing: Bool { execution.isClosing }

  /// Whether a header may name the state after it.
  var isNameable: Bool {
    isClosing || header.height.units.isMultiple(of: EpochPlan.nameableEvery)
  }
}
