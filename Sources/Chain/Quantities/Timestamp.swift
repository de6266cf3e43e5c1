/// An instant, in milliseconds since the start of 1970 in UTC.
package struct Timestamp: Ordinal {
  package let units: UInt64

  package init(_ units: UInt64) {
    self.units = units
  }
}
