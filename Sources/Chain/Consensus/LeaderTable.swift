/// Who leads which view of an epoch: 1,024 slots, shared out by power and spread evenly.
///
/// Protocol: Leaders. There is no randomness in it, hence nothing to grind.
package struct LeaderTable: Sendable {
  package static let slotCount = 1_024

  /// How far the table is turned from one epoch to the next.
  private static let turnPerEpoch: UInt64 = 633

  /// The place in the set of each slot's leader.
  package let slots: [UInt16]

  package init(_ set: ValidatorSet) {
    let shares = Self.shares(of: set)
    // The k-th of a member's s slots belongs at (2k + 1) / 2s of the way round.
    var places: [(numerator: Int, denominator: Int, member: Int)] = []
    places.reserveCapacity(Self.slotCount)
    for (member, share) in shares.enumerated() {
      for k in 0..<share { places.append((2 * k + 1, 2 * share, member)) }
    }
    places.sort { left, right in
      let (mine, others) = (
        left.numerator * right.denominator, right.numerator * left.denominator
      )
      return mine != others ? mine < others : left.member < right.member
    }
    self.init(slots: places.map { UInt16($0.member) })
  }

  /// A table that somebody has drawn up; who plays through views may choose who leads them.
  package init(slots: [UInt16]) {
    precondition(slots.count == Self.slotCount, "every slot has a leader")
    self.slots = slots
  }

  /// One slot for each member; the rest in proportion to power, by largest remainder.
  private static func shares(of set: ValidatorSet) -> [Int] {
    precondition(set.members.count <= slotCount, "every member has a slot")
    let rest = UInt128(slotCount - set.members.count)
    let total = UInt128(set.totalPower.units)
    var shares: [Int] = []
    var remainders: [(remainder: UInt128, member: Int)] = []
    for (index, member) in set.members.enumerated() {
      let part = (rest * UInt128(member.power.units)).quotientAndRemainder(dividingBy: total)
      shares.append(1 + Int(part.quotient))
      remainders.append((part.remainder, index))
    }
    remainders.sort { left, right in
      left.remainder != right.remainder
        ? left.remainder > right.remainder : left.member < right.member
    }
    for (_, member) in remainders.prefix(slotCount - shares.reduce(0, +)) { shares[member] += 1 }
    return shares
  }

  /// The place in the set of the one who leads a view.
  package func leader(of view: View, in epoch: Epoch) -> Int {
    Int(slots[Self.slot(of: view, in: epoch)])
  }

  /// The slot that a view of an epoch falls on.
  package static func slot(of view: View, in epoch: Epoch) -> Int {
    let turn = epoch.units % UInt64(slotCount) * turnPerEpoch
    return Int((view.units % UInt64(slotCount) + turn) % UInt64(slotCount))
  }
}
