/// Why sealed bytes are not opened.
package enum AuthenticationError: Error, Equatable {
  /// The tag does not belong to this message, header and nonce under this key.
  case forged
}

extension AuthenticationError: CustomStringConvertible {
  package var description: String {
    "the tag does not belong to these bytes: they were changed, or sealed with another key or nonce"
  }
}
