package import Chain
package import Cryptography
import Ledger

/// A transaction that waits, with what the pool needs to know of it at hand.
package struct WaitingTransaction: Sendable {
  package let transaction: Recovered<Transaction>
  /// The most wei it can take from its sender.
  package let spendingMax: Wei
  package let gas: Gas
  /// Who brought it; nobody but its sender if nil.
  package let peer: Address?
  package let arrivalMilliseconds: UInt64
  /// Its place among all arrivals.
  let sequence: UInt64

  var message: Transaction { transaction.message }
  var nonce: UInt64 { transaction.message.nonce }
  var sizeBytes: Int { transaction.message.raw.count }

  var rank: Rank {
    Rank(tip: message.maxPriorityFeePerGas, round: 0, sequence: sequence)
  }

  /// What it pays beyond a base fee for each gas; nothing if it does not even pay that.
  func tip(over baseFee: Wei) -> Wei? {
    guard message.maxFeePerGas >= baseFee else { return nil }
    let margin = message.maxFeePerGas.units - baseFee.units
    return Wei(min(margin, message.maxPriorityFeePerGas.units))
  }
}

/// Who comes first: the higher tip, then who had fewer turns, then who came earlier.
struct Rank: Hashable, Comparable, Sendable {
  let tip: Wei
  /// How many of the sender's transactions come before it.
  let round: Int
  let sequence: UInt64

  static func < (left: Self, right: Self) -> Bool {
    if left.tip != right.tip { return left.tip > right.tip }
    if left.round != right.round { return left.round < right.round }
    return left.sequence < right.sequence
  }
}
