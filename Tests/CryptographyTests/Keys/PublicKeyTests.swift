import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct PublicKeyTests {
  /// A compressed form of a prefix and an x coordinate.
  private func compressed(prefix: UInt8, x: UInt256) -> FixedBytes<33> {
    let digits = x.bigEndianBytes
    return FixedBytes(storage: InlineArray { $0 == 0 ? prefix : digits[$0 - 1] })
  }

  @Test(arguments: Seeds.few) func `both forms lead back to the key`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let key = random.publicKey()
      #expect(try PublicKey(compressed: key.compressed) == key)
      #expect(try PublicKey(uncompressed: key.uncompressed) == key)
      #expect(try PublicKey(canonicalBytes: key.canonicalBytes.span) == key)
      #expect(key.canonicalBytes == key.compressed.array)
      #expect(key.hashValue == (try PublicKey(uncompressed: key.uncompressed)).hashValue)
      #expect(key.compressed[0] == 2 + key.uncompressed[64] % 2)
      #expect(key.compressed.array.dropFirst() == key.uncompressed.array[1..<33])
      #expect(key != random.publicKey())
    }
  }

  @Test func `the forms of a known key are known`() throws {
    // Computed with another implementation of the curve.
    let key = try PrivateKey(FixedBytes(repeating: 0x11)).publicKey
    let x = "4f355bdcb7cc0af728ef3cceb9615d90684bb5b2ca5f859ab0f0b704075871aa"
    let y = "385b6b1b8ead809ca67454d9683fcf2ba03456d6fe2c4abe2b07f0fbdbb2f1c1"
    #expect(key.description == "0x03" + x)
    #expect(key.uncompressed.description == "0x04" + x + y)
  }

  @Test func `a compressed form begins with 2 or 3`() throws {
    for prefix in UInt8.min...UInt8.max {
      var bytes = Curve.generator
      bytes[0] = prefix
      if prefix == 2 || prefix == 3 {
        #expect(try PublicKey(compressed: bytes).compressed == bytes)
      } else {
        #expect(throws: KeyError.publicKeyNotOnCurve) { try PublicKey(compressed: bytes) }
      }
    }
  }

  @Test func `a plain form begins with 4, and the hybrid forms 6 and 7 are refused`() throws {
    let valid = try PublicKey(compressed: Curve.generator).uncompressed
    for prefix in UInt8.min...UInt8.max where prefix != 4 {
      var bytes = valid
      bytes[0] = prefix
      #expect(throws: KeyError.publicKeyNotOnCurve) { try PublicKey(uncompressed: bytes) }
    }
  }

  @Test func `an x without a point is refused`() throws {
    // Of the first twelve numbers, these have no square root of x³ + 7.
    let missing: Set<UInt64> = [0, 5, 7, 9, 10, 11]
    for x in 0 as UInt64..<12 {
      for prefix: UInt8 in [2, 3] {
        let bytes = compressed(prefix: prefix, x: UInt256(x))
        if missing.contains(x) {
          #expect(throws: KeyError.publicKeyNotOnCurve) { try PublicKey(compressed: bytes) }
        } else {
          #expect(try PublicKey(compressed: bytes).compressed == bytes)
        }
      }
    }
  }

  @Test func `an x beyond the field is refused`() {
    // The prime and one: reduced, it would be 1, which has a point.
    let prime = Curve.prime
    for x in [prime, UInt256(high: prime.high, low: prime.low + 1), .max] {
      #expect(throws: KeyError.publicKeyNotOnCurve) {
        try PublicKey(compressed: compressed(prefix: 2, x: x))
      }
    }
  }

  @Test func `a y that does not fit the x is refused`() throws {
    let valid = try PublicKey(compressed: Curve.generator).uncompressed
    for byte in 33..<65 {
      for bit in 0..<8 {
        var bytes = valid
        bytes[byte] ^= 1 << bit
        #expect(throws: KeyError.publicKeyNotOnCurve) { try PublicKey(uncompressed: bytes) }
      }
    }
  }

  @Test func `infinity is no key`() {
    #expect(throws: KeyError.publicKeyNotOnCurve) { try PublicKey(compressed: .zero) }
    #expect(throws: KeyError.publicKeyNotOnCurve) { try PublicKey(uncompressed: .zero) }
    var plain = FixedBytes<65>.zero
    plain[0] = 4
    #expect(throws: KeyError.publicKeyNotOnCurve) { try PublicKey(uncompressed: plain) }
  }

  @Test func `what is near a form is refused or is the form of another key`() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<5 { #expect(Rejection.violations(of: random.publicKey()).isEmpty) }
  }
}
