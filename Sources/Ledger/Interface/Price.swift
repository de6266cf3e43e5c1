package import Chain

/// What a method costs beyond its bytes: a fixed part, and a part for each item it is about.
package struct Price: Hashable, Sendable {
  package let fixed: Gas
  package let perItem: Gas

  init(_ fixed: UInt64, perItem: UInt64 = 0) {
    self.fixed = Gas(fixed)
    self.perItem = Gas(perItem)
  }

  /// Items come from the bytes of one transaction, which are too few for an overflow.
  func gas(itemCount: Int) -> Gas {
    Gas(fixed.units + UInt64(itemCount) * perItem.units)
  }
}
