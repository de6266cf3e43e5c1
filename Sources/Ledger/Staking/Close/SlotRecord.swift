import Chain

/// What the members of a set had to lead in an epoch, and what they missed of it.
struct SlotRecord {
  let set: ValidatorSet
  /// In the order of the set.
  let slots: [UInt64]
  let missed: [UInt64]

  func hasMissedAll(_ member: Int) -> Bool { slots[member] > 0 && missed[member] == slots[member] }
}
