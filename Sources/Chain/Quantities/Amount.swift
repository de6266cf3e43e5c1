/// A quantity that adds up: money, traffic, power, gas.
///
/// Amounts come from transactions, so every operation that could leave the range throws.
package protocol Amount: Quantity {}

extension Amount {
  package func adding(_ other: Self) throws(ArithmeticError) -> Self {
    let (sum, overflowed) = units.addingReportingOverflow(other.units)
    guard !overflowed else { throw .overflow }
    return Self(sum)
  }

  package func subtracting(_ other: Self) throws(ArithmeticError) -> Self {
    guard other.units <= units else { throw .underflow }
    return Self(units - other.units)
  }
}

extension Sequence where Element: Amount {
  /// The sum of all elements.
  package func total() throws(ArithmeticError) -> Element {
    var sum = Element.zero
    for element in self { sum = try sum.adding(element) }
    return sum
  }
}

/// Why a calculation with quantities has no result.
package enum ArithmeticError: Error, Equatable {
  /// The result is larger than its type can hold.
  case overflow
  /// The result would be below zero.
  case underflow
  /// A divisor is zero.
  case divisionByZero
}

extension ArithmeticError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .overflow: "the result of a calculation is too large"
    case .underflow: "the result of a calculation would be below zero"
    case .divisionByZero: "a calculation would divide by zero"
    }
  }
}
