package import Chain
package import Cryptography

/// Why a transaction may not wait.
///
/// Wallets tell the reasons apart by Ethereum's phrases, so each begins with one.
package enum MempoolRefusal: Error, Equatable, Sendable {
  case alreadyKnown(Digest)
  case nonceTooLow(nonce: UInt64, next: UInt64)
  case nonceTooHigh(nonce: UInt64, limit: UInt64)
  case underpriced(maxFee: Wei, floor: Wei)
  case gasTooLow(limit: Gas, price: Gas)
  case gasLimit(limit: Gas, block: Gas)
  case insufficientFunds(balance: Wei, needed: Wei)
  case replacementUnderpriced(maxFee: Wei, tip: Wei)
  case senderLimit(count: Int, sizeBytes: Int)
  case peerLimit(sizeBytes: Int)
  case full
}

extension MempoolRefusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .alreadyKnown(let hash): "already known: \(hash) waits to be included"
    case .nonceTooLow(let nonce, let next):
      "nonce too low: next nonce \(next), tx nonce \(nonce)"
    case .nonceTooHigh(let nonce, let limit):
      "nonce too high: tx nonce \(nonce), and the highest that may wait is \(limit)"
    case .underpriced(let maxFee, let floor):
      "transaction underpriced: it pays at most \(maxFee) wei per gas, and the least is \(floor)"
    case .gasTooLow(let limit, let price):
      "intrinsic gas too low: gas \(limit), minimum needed \(price)"
    case .gasLimit(let limit, let block):
      "exceeds block gas limit: gas \(limit), and a block has \(block)"
    case .insufficientFunds(let balance, let needed):
      """
      insufficient funds for gas * price + value: balance \(balance), and all that wait take up \
      to \(needed) wei
      """
    case .replacementUnderpriced(let maxFee, let tip):
      """
      replacement transaction underpriced: a fee of at least \(maxFee) and a tip of at least \
      \(tip) wei replace the one that waits
      """
    case .senderLimit(let count, let sizeBytes):
      """
      account limit exceeded: \(count) transactions of \(sizeBytes) bytes wait for this sender
      """
    case .peerLimit(let sizeBytes):
      "peer limit exceeded: \(sizeBytes) bytes from this peer wait"
    case .full: "txpool is full: others that wait pay more"
    }
  }
}
