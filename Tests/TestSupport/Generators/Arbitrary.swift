package import Chain
package import Codec
package import Cryptography

/// A value that can be drawn at random, for tests of laws and of wire formats.
package protocol Arbitrary {
  static func arbitrary(from random: inout SplitMix64) -> Self
}

extension FixedBytes: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self { random.fixedBytes() }
}

extension Digest: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self { random.digest() }
}

extension Address: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self { random.address() }
}

extension Signature: Arbitrary {
  /// Numbers in range that no key has made, which is far cheaper than signing.
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    while true {
      if let signature = try? Signature(random.fixedBytes()) { return signature }
    }
  }
}

extension PublicKey: Arbitrary {
  package static func arbitrary(from random: inout SplitMix64) -> Self { random.publicKey() }
}

extension Array where Element: Arbitrary {
  /// Elements whose number is within a range.
  package static func arbitrary(
    count: ClosedRange<Int>, from random: inout SplitMix64
  ) -> [Element] {
    (0..<random.number(in: count)).map { _ in Element.arbitrary(from: &random) }
  }
}

extension Ordinal {
  package static func arbitrary(from random: inout SplitMix64) -> Self {
    Self(UInt64.random(in: 0...largest.units, using: &random))
  }
}

extension Amount {
  package static func arbitrary(from random: inout SplitMix64) -> Self { Self(random.unsigned()) }
}
