/// Looks for bytes near the form of a value that its decoder should refuse and accepts.
///
/// A decoder is given as a function that returns the form of what it has decoded, or nothing when
/// it refuses. That no input may trap is checked by arriving at the end.
package enum Rejection {
  /// What was done to the form before the decoder accepted it.
  package enum Damage: Hashable, Sendable {
    /// Nothing: the decoder refuses the form itself, or reads another value from it.
    case none
    /// Only so many bytes of it were left.
    case truncation(count: Int)
    /// One bit was flipped, and what was read has another form.
    case flip(byte: Int, bit: Int)
    /// One byte followed it.
    case extraByte(UInt8)
  }

  /// Tries every truncation, every flip of one bit, and one more byte at the end.
  ///
  /// A flip may turn a form into the one form of another value. Accepting anything else is a
  /// violation, and so is refusing the form itself.
  package static func violations(
    of form: [UInt8], decodedForm: (Span<UInt8>) -> [UInt8]?
  ) -> [Damage] {
    var violations: [Damage] = []
    if decodedForm(form.span) != form { violations.append(.none) }
    for count in 0..<form.count where decodedForm(form.span.extracting(0..<count)) != nil {
      violations.append(.truncation(count: count))
    }
    var flipped = form
    for byte in form.indices {
      for bit in 0..<8 {
        flipped[byte] ^= 1 << bit
        if let accepted = decodedForm(flipped.span), accepted != flipped {
          violations.append(.flip(byte: byte, bit: bit))
        }
        flipped[byte] = form[byte]
      }
    }
    for extra: UInt8 in [0x00, 0x01, 0x80, 0xFF] {
      let longer = form + [extra]
      if decodedForm(longer.span) != nil { violations.append(.extraByte(extra)) }
    }
    return violations
  }
}
