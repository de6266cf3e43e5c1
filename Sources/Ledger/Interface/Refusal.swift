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

  /// Refuses text that is too long, or shows as something else than it is.
  static func check(_ name: String, _ text: String, sizeBytesMax: Int) throws(Refusal) {
    guard text.utf8.count <= sizeBytesMax, text.isPrintable else {
      throw Refusal(
        "the \(name) has at most \(sizeBytesMax) bytes, none of them control characters")
    }
  }
}

extension Refusal: CustomStringConvertible {
  package var description: String { reason }
}
