package import Codec

/// An ECDSA signature over secp256k1 in the 64-byte form of EIP-2098: r ‖ vs.
///
/// ```
/// ┌───────────────┬───────────────────────────────┐
/// │ r: 32 bytes   │ vs: 1 bit parity, 255 bits s  │   both most significant byte first
/// └───────────────┴───────────────────────────────┘
/// ```
///
/// Holding one means that r and s are in range and s is the lower of its two possible values. The
/// parity bit lets the key be recovered; a check against a known key does not look at it, so a
/// signature can still come with the wrong bit. `PublicKey.settingParity` mends that.
package struct Signature: Equatable, Sendable {
  package let bytes: FixedBytes<64>

  /// Takes r and s apart from the parity bit, as transactions carry them.
  package init(
    r: FixedBytes<32>, s: FixedBytes<32>, isOdd: Bool
  ) throws(SignatureError) {
    let rNumber = UInt256(bigEndian: r.storage.span)
    let sNumber = UInt256(bigEndian: s.storage.span)
    guard rNumber > .zero, rNumber < Self.order else { throw .rOutOfRange }
    guard sNumber > .zero, sNumber < Self.order else { throw .sOutOfRange }
    guard sNumber <= Self.halfOrder else { throw .highS }
    self.init(checkedR: r, s: s, isOdd: isOdd)
  }

  /// Takes the 64-byte form.
  package init(_ bytes: FixedBytes<64>) throws(SignatureError) {
    let unchecked = Self(unchecked: bytes)
    try self.init(r: unchecked.r, s: unchecked.s, isOdd: unchecked.isOdd)
  }

  private init(unchecked bytes: FixedBytes<64>) {
    self.bytes = bytes
  }

  init(checkedR r: FixedBytes<32>, s: FixedBytes<32>, isOdd: Bool) {
    var both = InlineArray<64, UInt8>(repeating: 0)
    for index in 0..<32 {
      both[index] = r.storage[index]
      both[32 + index] = s.storage[index]
    }
    if isOdd { both[32] |= 0x80 }
    self.init(unchecked: FixedBytes(storage: both))
  }

  package var r: FixedBytes<32> {
    var r = InlineArray<32, UInt8>(repeating: 0)
    for index in 0..<32 { r[index] = bytes.storage[index] }
    return FixedBytes(storage: r)
  }

  package var s: FixedBytes<32> {
    var s = InlineArray<32, UInt8>(repeating: 0)
    for index in 0..<32 { s[index] = bytes.storage[32 + index] }
    s[0] &= 0x7F
    return FixedBytes(storage: s)
  }

  /// The parity of the y coordinate of the point behind r.
  package var isOdd: Bool { bytes.storage[32] & 0x80 != 0 }

  /// The same statement signed by the same key, with the other parity bit.
  var withOtherParity: Self { Self(checkedR: r, s: s, isOdd: !isOdd) }

  /// The r ‖ s form without parity, as the library takes it.
  var compact: InlineArray<64, UInt8> {
    var compact = bytes.storage
    compact[32] &= 0x7F
    return compact
  }

  /// The order of the curve.
  private static var order: UInt256 {
    UInt256(
      high: 0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFE,
      low: 0xBAAE_DCE6_AF48_A03B_BFD2_5E8C_D036_4141)
  }

  /// Half the order, rounded down: the highest s that is the lower of the two.
  private static var halfOrder: UInt256 {
    UInt256(
      high: 0x7FFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF,
      low: 0x5D57_6E73_57A4_501D_DFE9_2F46_681B_20A0)
  }
}

extension Signature: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(bytes.storage.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let raw = try FixedBytes<64>(from: &reader, in: bytes)
    do throws(SignatureError) {
      try self.init(raw)
    } catch {
      throw .forbidden(error.rule)
    }
  }
}

extension Signature: CustomStringConvertible {
  package var description: String { bytes.description }
}

/// Why bytes are no signature, or a signature does not hold.
package enum SignatureError: Error, Equatable {
  case rOutOfRange
  case sOutOfRange
  case highS
  /// No public key could have made this signature.
  case unrecoverable
  /// The signature was not made by the expected key over the expected statement.
  case wrong

  var rule: StaticString {
    switch self {
    case .rOutOfRange: "r of a signature is a number from 1 to the order of secp256k1 less one"
    case .sOutOfRange: "s of a signature is a number from 1 to the order of secp256k1 less one"
    case .highS: "s of a signature is at most half the order of secp256k1"
    case .unrecoverable: "a signature leads back to the public key that made it"
    case .wrong: "a signature is made by the expected key over exactly the expected statement"
    }
  }
}

extension SignatureError: CustomStringConvertible {
  package var description: String { "\(rule)" }
}
