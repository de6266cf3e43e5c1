/// The place of a block in the chain; genesis has height 0.
package struct Height: Ordinal {
  package let units: UInt64

  package init(_ units: UInt64) {
    self.units = units
  }
}
