import Chain

/// What a claim comes to: of what consumers paid, and of what was mined.
struct Reward: Hashable {
  var traffic = Wei.zero
  var mining = Wei.zero

  // Rewards are paid out of what there is, so no sum leaves its range.

  var total: Wei { Wei(traffic.units + mining.units) }

  static func + (left: Self, right: Self) -> Self {
    Self(
      traffic: Wei(left.traffic.units + right.traffic.units),
      mining: Wei(left.mining.units + right.mining.units))
  }
}

extension EpochRecord {
  /// Protocol: Settlement, ⌊pool × weight / total weight⌋.
  func nodeReward(_ claim: Claim) -> Reward {
    reward(\.nodes, of: terms.weight(of: claim.noz, claim.contentNoz), in: terms.totalWeight)
  }

  /// By the noz that carried the file while it was live.
  func contentReward(_ claim: Claim) -> Reward {
    reward(\.content, of: claim.contentNoz.units, in: terms.contentNoz.units)
  }

  /// The same for every seat.
  var seatReward: Reward { reward(\.seats, of: 1, in: UInt128(terms.seatCount)) }

  private func reward(
    _ pool: KeyPath<RewardSplit, Wei>, of share: UInt128, in total: UInt128
  ) -> Reward {
    guard total > 0 else { return Reward() }
    do throws(ArithmeticError) {
      return Reward(
        traffic: Wei(
          try multiplyDivide(
            settlement.traffic[keyPath: pool].units, by: share, over: total, rounding: .down)),
        mining: Wei(
          try multiplyDivide(
            settlement.mining[keyPath: pool].units, by: share, over: total, rounding: .down)))
    } catch {
      preconditionFailure("a share is part of its total: \(error)")
    }
  }
}
