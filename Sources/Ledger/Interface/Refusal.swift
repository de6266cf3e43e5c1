import Chain

/// Why a rule does not do what it was asked: what was wrong, what was expected, what to do.
///
/// The text ends up in the receipt, and a wallet shows it to the sender.
package struct Refusal: Error, Hashable, Sendable {
  package let reason: String

  package init(_ reason: String) {
    self.reason = reason
  }

  /// The value of a calculation, or a refusal when it has none.
  static func unless<Value>(
    _ value: @autoclosure () throws(ArithmeticError) -> Value, _ reason: String? = nil
  ) throws(Refusal) -> Value {
    do throws(ArithmeticError) {
      return try value()
    } catch {
      throw Refusal(reason ?? "\(error)")
    }
  }
}

extension Refusal: CustomStringConvertible {
  package var description: String { reason }
}
