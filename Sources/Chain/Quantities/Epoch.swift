/// The unit of consensus, settlement and minting, counted from 1; genesis is epoch 0.
package struct Epoch: Ordinal {
  package let units: UInt64

  package init(_ units: UInt64) {
    self.units = units
  }
}
