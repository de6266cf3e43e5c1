/// An attempt at a block within an epoch, each with a leader of its own, counted from 1.
package struct View: Ordinal {
  package let units: UInt64

  package init(_ units: UInt64) {
    self.units = units
  }
}
