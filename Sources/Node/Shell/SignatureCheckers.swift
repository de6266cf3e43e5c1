import Chain
import Dispatch
import Foundation
import Replica

/// Checks signatures outside of the shell's thread, on as many others as there are processors.
///
/// Votes and certificates do not wait for the transactions of blocks, and neither do those for a
/// flood of transactions that somebody sends.
final class SignatureCheckers: Sendable {
  private let queue: OperationQueue
  private let chainID: ChainID
  private let inbox: Inbox

  init(chainID: ChainID, inbox: Inbox) {
    self.chainID = chainID
    self.inbox = inbox
    queue = OperationQueue()
    queue.name = "signatures"
    queue.maxConcurrentOperationCount = ProcessInfo.processInfo.activeProcessorCount
  }

  func add(_ check: SignatureCheck) {
    let operation = BlockOperation { [chainID, inbox] in
      inbox.put(.checked(check, check.run(on: chainID)))
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
