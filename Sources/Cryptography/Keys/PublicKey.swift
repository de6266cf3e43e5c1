import CSecp256k1
package import Codec

/// A point of secp256k1, parsed and known to be on the curve.
///
/// Parsing costs a square root, so whoever checks many signatures of one key keeps this value.
@safe package struct PublicKey: Sendable {
  /// The library's own form of the point: plain data, 64 bytes.
  private let point: secp256k1_pubkey

  init(point: secp256k1_pubkey) {
    self.point = point
  }

  /// Parses the 33-byte compressed form.
  package init(compressed bytes: FixedBytes<33>) throws(KeyError) {
    try self.init(parsing: bytes.storage.span)
  }

  /// Parses the 65-byte plain form, which begins with 4.
  package init(uncompressed bytes: FixedBytes<65>) throws(KeyError) {
    // The library would also take the hybrid forms 6 and 7: one key has one form of each length.
    guard bytes[0] == 4 else { throw .publicKeyNotOnCurve }
    try self.init(parsing: bytes.storage.span)
  }

  private init(parsing bytes: Span<UInt8>) throws(KeyError) {
    var point = secp256k1_pubkey()
    // SAFETY: the library reads `count` bytes and writes one point, both of which are there.
    let isValid = unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      return unsafe secp256k1_ec_pubkey_parse(
        Secp256k1Context.shared.handle, &point, base, buffer.count) == 1
    }
    guard isValid else { throw .publicKeyNotOnCurve }
    self.point = point
  }

  /// The 33-byte form: parity and x.
  package var compressed: FixedBytes<33> {
    serialized(flags: UInt32(SECP256K1_EC_COMPRESSED))
  }

  /// The 65-byte form: 4, x and y.
  package var uncompressed: FixedBytes<65> {
    serialized(flags: UInt32(SECP256K1_EC_UNCOMPRESSED))
  }

  private func serialized<let count: Int>(flags: UInt32) -> FixedBytes<count> {
    var bytes = FixedBytes<count>.zero
    var written = count
    var point = point
    var span = bytes.storage.mutableSpan
    // SAFETY: the library writes at most `written` bytes, the size of the span.
    unsafe span.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      _ = unsafe secp256k1_ec_pubkey_serialize(
        Secp256k1Context.shared.handle, base, &written, &point, flags)
    }
    precondition(written == count, "each form of a public key has a fixed length")
    return bytes
  }

  /// Whether this key signed the digest.
  ///
  /// The parity bit is not looked at.
  package func isValid(_ signature: Signature, for digest: Digest) -> Bool {
    var parsed = secp256k1_ecdsa_signature()
    let compact = signature.compact
    var point = point
    // SAFETY: 64 and 32 bytes are read, which is what the fixed values hold.
    return unsafe compact.span.withUnsafeBufferPointer { compact in
      unsafe digest.bytes.storage.span.withUnsafeBufferPointer { digest in
        guard let compact = compact.baseAddress, let digest = digest.baseAddress else {
          return false
        }
        let context = unsafe Secp256k1Context.shared.handle
        return unsafe secp256k1_ecdsa_signature_parse_compact(context, &parsed, compact) == 1
          && secp256k1_ecdsa_verify(context, &parsed, digest, &point) == 1
      }
    }
  }

  /// The key that made a signature over a digest.
  package init(recoveredFrom signature: Signature, for digest: Digest) throws(SignatureError) {
    var parsed = secp256k1_ecdsa_recoverable_signature()
    var point = secp256k1_pubkey()
    let compact = signature.compact
    // SAFETY: 64 and 32 bytes are read, which is what the fixed values hold.
    let isRecovered = unsafe compact.span.withUnsafeBufferPointer { compact in
      unsafe digest.bytes.storage.span.withUnsafeBufferPointer { digest in
        guard let compact = compact.baseAddress, let digest = digest.baseAddress else {
          return false
        }
        let context = unsafe Secp256k1Context.shared.handle
        return unsafe secp256k1_ecdsa_recoverable_signature_parse_compact(
          context, &parsed, compact, signature.isOdd ? 1 : 0) == 1
          && secp256k1_ecdsa_recover(context, &point, &parsed, digest) == 1
      }
    }
    guard isRecovered else { throw .unrecoverable }
    self.point = point
  }

  /// A valid signature of this key with the parity bit that leads back to it.
  ///
  /// Checking against a known key does not look at the bit, so what a peer sent may carry the wrong
  /// one; evidence must not, for there the key is recovered.
  package func settingParity(
    of signature: Signature, for digest: Digest
  ) throws(SignatureError) -> Signature {
    for candidate in [signature, signature.withOtherParity] {
      // With the wrong bit there may be no key to recover at all, which says nothing yet.
      let key = try? PublicKey(recoveredFrom: candidate, for: digest)
      if key == self { return candidate }
    }
    throw .wrong
  }

  /// The secret that both ends derive: SHA-256 of the compressed product point.
  func sharedSecret(
    with scalar: UnsafePointer<UInt8>, context: OpaquePointer
  ) -> FixedBytes<32> {
    var secret = FixedBytes<32>.zero
    var point = point
    var span = secret.storage.mutableSpan
    // SAFETY: the library writes 32 bytes and reads the 32 of the scalar.
    let isDerived = unsafe span.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      return unsafe secp256k1_ecdh(context, base, &point, scalar, nil, nil) == 1
    }
    precondition(isDerived, "a checked scalar times a checked point is a point")
    return secret
  }
}

extension PublicKey: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.compressed == right.compressed
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(compressed)
  }
}

extension PublicKey: CustomStringConvertible {
  package var description: String { compressed.description }
}

extension PublicKey: Canonical {
  package func encode(into writer: inout ByteWriter) {
    compressed.encode(into: &writer)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let raw = try FixedBytes<33>(from: &reader, in: bytes)
    do throws(KeyError) {
      try self.init(compressed: raw)
    } catch {
      throw .forbidden("a public key is a point of secp256k1 in its compressed form")
    }
  }
}
