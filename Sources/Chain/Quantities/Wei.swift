/// Money.
///
/// One STOS is 10¹⁸ wei.
package struct Wei: Amount {
  package let units: UInt128

  package init(_ units: UInt128) {
    self.units = units
  }
}

extension Wei {
  /// The amount in whole STOS.
  package init(stos: UInt64) {
    self.init(UInt128(stos) * 1_000_000_000_000_000_000)
  }

  /// The amount in gwei, 10⁹ wei each, in which fees are quoted.
  package init(gwei: UInt64) {
    self.init(UInt128(gwei) * 1_000_000_000)
  }
}
