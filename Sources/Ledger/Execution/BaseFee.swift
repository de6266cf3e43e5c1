package import Chain

#if PLANTED
  import Codec
#endif

/// What a gas costs at least, as EIP-1559 moves it from block to block.
package enum BaseFee {
  /// What it starts at and never falls below.
  package static let floor = Wei(gwei: 1)

  /// It never rises above the supply, since nobody could pay that for a single gas.
  private static var ceiling: Wei { Genesis.supply }

  /// By how much it changes at most: an eighth.
  private static var denominator: UInt128 { 8 }

  /// A block is meant to use one half of its limit.
  private static var elasticity: UInt64 { 2 }

  /// The base fee of the block that follows one with this base fee, gas of all its transactions,
  /// and limit.
  package static func next(after baseFee: Wei, gas: Gas, limit: Gas) -> Wei {
    // No valid block uses more than its limit; at most twice the target keeps sums in range.
    let used = UInt128(min(gas, limit).units)
    let target = UInt128(max(1, limit.units / elasticity))
    let fee = min(baseFee, ceiling).units
    // 10²⁶ wei times 2³⁴ gas is far below 2¹²⁸.
    let next: UInt128
    if used > target {
      next = fee + max(1, fee * (used - target) / target / denominator)
    } else {
      next = fee - fee * (target - used) / target / denominator
    }
    #if PLANTED
      if LedgerBug.steepBaseFee.isPlanted { return min(max(Wei(next + 1), floor), ceiling) }
    #endif
    return min(max(Wei(next), floor), ceiling)
  }
}
