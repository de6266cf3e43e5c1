import Chain
import Foundation
import RPC

/// Waiting for a transaction to be in a block, which here means for good.
struct ReceiptWait {
  private static let firstPauseSeconds = 0.01
  private static let pauseSecondsMax = 0.5

  private let node: NodeClient
  private let hash: String
  private let seconds: UInt64

  init(node: NodeClient, hash: String, _ invocation: Invocation) {
    self.node = node
    self.hash = hash
    seconds = invocation.value("timeout")
  }

  /// The receipt, asked for again and again.
  func receipt() throws(CommandFailure) -> JSONObject {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Double(seconds))
    var pause = Self.firstPauseSeconds
    while true {
      if case .object(let receipt) = try node.call("eth_getTransactionReceipt", .string(hash)) {
        return receipt
      }
      guard clock.now < end else {
        throw .failed(
          "\(hash) is in no block after \(seconds) s; it may still come: tradewind tx wait \(hash)")
      }
      Thread.sleep(forTimeInterval: pause)
      pause = min(2 * pause, Self.pauseSecondsMax)
    }
  }
}
