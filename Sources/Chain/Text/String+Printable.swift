extension String {
  /// Whether it shows as what it is.
  ///
  /// Control characters, line separators and marks that reverse the direction of writing could make
  /// a terminal or a wallet show something else.
  package var isPrintable: Bool {
    let hidden: [ClosedRange<UInt32>] = [
      0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069,
    ]
    return unicodeScalars.allSatisfy { scalar in
      !hidden.contains { $0.contains(scalar.value) }
    }
  }
}
