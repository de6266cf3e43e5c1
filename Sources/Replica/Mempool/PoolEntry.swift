import Chain
import Cryptography

/// What the pool looks at when it orders and selects: small, so that a look costs little, and apart
/// from the transaction it belongs to.
struct PoolEntry: Sendable {
  /// The number of its sender's queue.
  let sender: UInt32
  let nonce: UInt64
  let maxFee: Wei
  let maxTip: Wei
  /// The most wei it can take from its sender.
  let spendingMax: Wei
  let gas: Gas
  let sizeBytes: Int
  /// Who brought it; nobody but its sender if nil.
  let peer: Address?
  let arrivalMilliseconds: UInt64
  /// Its place among all arrivals.
  let sequence: UInt64
  /// Who came just before it and just after it, of those that wait.
  var earlier: UInt32?
  var later: UInt32?

  /// Where it stands in the order of the pool.
  var rank: Rank { Rank(tip: maxTip, round: 0, sequence: sequence) }

  /// What it pays beyond a base fee for each gas; nothing if it does not even pay that.
  func tip(over baseFee: Wei) -> Wei? {
    guard maxFee >= baseFee else { return nil }
    return Wei(min(maxFee.units - baseFee.units, maxTip.units))
  }
}

/// Who comes first: the higher tip, then who had fewer turns, then who came earlier.
struct Rank: Comparable, Sendable {
  /// In wei; a bare number, for ranks are compared more often than anything else here.
  private let tipUnits: UInt128
  private let sequence: UInt64
  /// How many of the sender's transactions come before it.
  private let round: UInt32

  init(tip: Wei, round: UInt32, sequence: UInt64) {
    tipUnits = tip.units
    self.sequence = sequence
    self.round = round
  }

  var tip: Wei { Wei(tipUnits) }

  static func < (left: Self, right: Self) -> Bool {
    if left.tipUnits != right.tipUnits { return left.tipUnits > right.tipUnits }
    if left.round != right.round { return left.round < right.round }
    return left.sequence < right.sequence
  }
}
