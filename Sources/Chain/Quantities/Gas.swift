/// What an operation costs by the price list.
package struct Gas: Amount {
  package let units: UInt64

  package init(_ units: UInt64) {
    self.units = units
  }
}
