import Codec

extension [UInt8] {
  /// Reads a vector as it is printed: hexadecimal digits with spaces and line ends among them.
  init(hexLines text: String) throws(HexError) {
    self = try Hex.decode(text.filter { !$0.isWhitespace })
  }

  /// Bytes that differ from their neighbours, as the scripts behind the digests make them.
  static func pattern(count: Int) -> Self {
    (0..<count).map { UInt8(truncatingIfNeeded: 7 * $0 + 3) }
  }
}
