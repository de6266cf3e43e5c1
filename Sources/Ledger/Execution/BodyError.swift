package import Chain

/// Which transaction makes a block invalid, and why.
package enum BodyError: Error, Equatable {
  case feeTooLow(index: Int, maxFee: Wei, baseFee: Wei)
  case gasTooLow(index: Int, limit: Gas, price: Gas)
  /// Up to this transaction the block has too much gas.
  case gasLimit(index: Int, limit: Gas)
  /// Up to this transaction the block has too many bytes.
  case size(index: Int, limit: UInt64)
}

extension BodyError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .feeTooLow(let index, let maxFee, let baseFee):
      """
      transaction \(index): max fee per gas less than block base fee: it pays at most \(maxFee) \
      wei, and the base fee is \(baseFee)
      """
    case .gasTooLow(let index, let limit, let price):
      "transaction \(index): intrinsic gas too low: the price is \(price), and the limit \(limit)"
    case .gasLimit(let index, let limit):
      "transaction \(index) takes the block beyond its limit of \(limit) gas"
    case .size(let index, let limit):
      "transaction \(index) takes the block beyond its limit of \(limit) bytes"
    }
  }
}
