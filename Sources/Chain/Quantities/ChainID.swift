/// The number that tells networks apart in signatures, as wallets know it.
package struct ChainID: Quantity {
  package let units: UInt64

  package init(_ units: UInt64) {
    self.units = units
  }
}
