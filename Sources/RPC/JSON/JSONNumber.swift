/// A number as it was written, of any size and precision.
///
/// JSON sets no bounds to its numbers, and clients use ids beyond 64 bits; so what is read is kept
/// as text, and is converted where somebody asks for a number.
package struct JSONNumber: Sendable, Hashable {
  package let text: String

  /// Wraps digits that follow JSON's grammar.
  init(checked text: String) {
    self.text = text
  }

  package init(_ number: some BinaryInteger) {
    text = String(number)
  }

  /// The number, if it was written as an integer and fits.
  package func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Int.self) -> Integer? {
    Integer(text)
  }
}
