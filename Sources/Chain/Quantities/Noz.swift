/// Traffic.
///
/// One noz pays for one byte moved, and one oz is 10⁹ noz.
package struct Noz: Amount {
  package let units: UInt128

  package init(_ units: UInt128) {
    self.units = units
  }
}
