package import Chain
package import Codec
package import Cryptography

/// A value that can be drawn at random, for tests of laws and of wire formats.
package protocol Arbitrary {
  static func arbitrary(from random: inout some RandomNumberGenerator) -> Self
}

extension FixedBytes: Arbitrary {
  package static func arbitrary(from random: inout some RandomNumberGenerator) -> Self {
    var bytes = Self.zero
    for index in 0..<count { bytes[index] = UInt8.random(in: 0...255, using: &random) }
    return bytes
  }
}

extension Array where Element == UInt8 {
  /// Bytes of a random length within a range.
  package static func arbitrary(
    count: ClosedRange<Int>, from random: inout some RandomNumberGenerator
  ) -> [UInt8] {
    (0..<Int.random(in: count, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
  }
}

extension Array where Element: Arbitrary {
  /// Elements whose number is within a range.
  package static func arbitrary(
    count: ClosedRange<Int>, from random: inout some RandomNumberGenerator
  ) -> [Element] {
    (0..<Int.random(in: count, using: &random)).map { _ in Element.arbitrary(from: &random) }
  }
}

extension Digest: Arbitrary {
  package static func arbitrary(from random: inout some RandomNumberGenerator) -> Self {
    Digest(.arbitrary(from: &random))
  }
}

extension Address: Arbitrary {
  package static func arbitrary(from random: inout some RandomNumberGenerator) -> Self {
    Address(.arbitrary(from: &random))
  }
}

extension Signature: Arbitrary {
  /// Numbers in range, which were not made by any key.
  package static func arbitrary(from random: inout some RandomNumberGenerator) -> Self {
    while true {
      if let signature = try? Signature(FixedBytes.arbitrary(from: &random)) { return signature }
    }
  }
}

extension PublicKey: Arbitrary {
  package static func arbitrary(from random: inout some RandomNumberGenerator) -> Self {
    arbitraryKey(from: &random).publicKey
  }
}

/// Draws a private key; not a conformance, since a key cannot be copied.
package func arbitraryKey(from random: inout some RandomNumberGenerator) -> PrivateKey {
  while true {
    do throws(KeyError) {
      return try PrivateKey(.arbitrary(from: &random))
    } catch {
      continue
    }
  }
}

extension Ordinal {
  package static func arbitrary(from random: inout some RandomNumberGenerator) -> Self {
    Self(UInt64.random(in: 0...largest.units, using: &random))
  }
}

extension Amount {
  package static func arbitrary(from random: inout some RandomNumberGenerator) -> Self {
    // Small and large ones alike: a random number of random bits.
    let bits = Int.random(in: 0...Units.bitWidth, using: &random)
    guard bits > 0 else { return .zero }
    let units = Units.random(in: .min ... .max, using: &random)
    return Self(units >> Units(Units.bitWidth - bits))
  }
}
