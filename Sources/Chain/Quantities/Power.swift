/// The weight of a validator's vote: one for each 10¹⁵ wei of stake.
package struct Power: Amount {
  package let units: UInt64

  package init(_ units: UInt64) {
    self.units = units
  }
}
