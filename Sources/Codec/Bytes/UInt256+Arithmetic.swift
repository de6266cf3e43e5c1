extension UInt256 {
  /// The sum modulo 2²⁵⁶, and whether it lost a carry.
  package func addingReportingOverflow(_ other: Self) -> (partialValue: Self, overflow: Bool) {
    let low = self.low.addingReportingOverflow(other.low)
    let high = self.high.addingReportingOverflow(other.high)
    let carried = high.partialValue.addingReportingOverflow(low.overflow ? 1 : 0)
    return (
      Self(high: carried.partialValue, low: low.partialValue), high.overflow || carried.overflow
    )
  }

  /// The difference modulo 2²⁵⁶, and whether it borrowed from beyond the word.
  package func subtractingReportingOverflow(
    _ other: Self
  ) -> (partialValue: Self, overflow: Bool) {
    let low = self.low.subtractingReportingOverflow(other.low)
    let high = self.high &- other.high &- (low.overflow ? 1 : 0)
    return (Self(high: high, low: low.partialValue), self < other)
  }

  /// The sum modulo 2²⁵⁶.
  package static func &+ (left: Self, right: Self) -> Self {
    left.addingReportingOverflow(right).partialValue
  }

  /// The product modulo 2²⁵⁶.
  package static func &* (left: Self, right: UInt128) -> Self {
    let low = left.low.multipliedFullWidth(by: right)
    return Self(high: low.high &+ left.high &* right, low: low.low)
  }

  /// The whole quotient by a divisor that is not zero, and what is left.
  package func quotientAndRemainder(
    dividingBy divisor: UInt128
  ) -> (quotient: Self, remainder: UInt128) {
    precondition(divisor > 0, "a divisor is not zero")
    let high = self.high.quotientAndRemainder(dividingBy: divisor)
    let low = divisor.dividingFullWidth((high.remainder, self.low))
    return (Self(high: high.quotient, low: low.quotient), low.remainder)
  }

  /// The largest number whose square is not larger.
  package var squareRoot: UInt128 {
    var root: UInt128 = 0
    for shift in (0..<128).reversed() {
      let candidate = root | 1 << UInt128(shift)
      if Self(candidate, times: candidate) <= self { root = candidate }
    }
    return root
  }
}

extension UInt256: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(low)
    writer.write(high)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let low = try reader.read(UInt128.self, in: bytes)
    self.init(high: try reader.read(in: bytes), low: low)
  }
}
