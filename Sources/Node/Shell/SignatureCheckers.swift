package import Chain
import Dispatch
import Foundation
package import Replica

/// Checks signatures outside of the shell's thread, on as many others as there are processors.
///
/// Votes and certificates do not wait for the transactions of blocks, and neither do those for a
/// flood of transactions that somebody sends.
package final class SignatureCheckers: Sendable {
  private let queue: OperationQueue
  private let chainID: ChainID
  private let handOver: @Sendable (SignatureCheck, CheckOutcome) -> Void

  /// Hands over what comes of each check, on any thread.
  package init(
    chainID: ChainID, handOver: @escaping @Sendable (SignatureCheck, CheckOutcome) -> Void
  ) {
    self.chainID = chainID
    self.handOver = handOver
    queue = OperationQueue()
    queue.name = "signatures"
    queue.maxConcurrentOperationCount = ProcessInfo.processInfo.activeProcessorCount
  }

  package func add(_ check: SignatureCheck) {
    let operation = BlockOperation { [chainID, handOver] in
      handOver(check, check.run(on: chainID))
    }
    operation.queuePriority =
      switch check.urgency {
      case .high: .high
      case .medium: .normal
      case .low: .low
      }
    queue.addOperation(operation)
  }
}
