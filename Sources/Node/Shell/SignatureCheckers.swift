import Chain
import Dispatch
import Foundation
import Replica

/// Checks signatures outside of the shell's thread, on as many others as there are processors.
///
/// Transactions that somebody sends come last, so that votes do not wait for a flood of them.
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
    operation.queuePriority = check.isPatient ? .low : .high
    queue.addOperation(operation)
  }
}
