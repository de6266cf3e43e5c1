import CSecp256k1
package import Codec

/// A secret number and what it can do: sign and agree on secrets.
///
/// Erased when its owner lets go.
///
/// The bytes live at one place of the heap, so that moving the value leaves no copies behind.
@safe package struct PrivateKey: ~Copyable, Sendable {
  // SAFETY: both are owned by this value alone, never change after `init`, and are freed in
  // `deinit`; the library only reads from a context while signing.
  private nonisolated(unsafe) let secret: UnsafeMutablePointer<UInt8>
  private nonisolated(unsafe) let context: OpaquePointer

  private static var secretCount: Int { 32 }

  package init(_ bytes: FixedBytes<32>) throws(KeyError) {
    // SAFETY: 32 bytes are allocated, written and later erased and freed; on every way out of this
    // initialiser they are either owned by the value or freed here.
    let secret = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.secretCount)
    for index in 0..<Self.secretCount { unsafe (secret + index).initialize(to: bytes[index]) }
    guard unsafe secp256k1_ec_seckey_verify(Secp256k1Context.shared.handle, secret) == 1 else {
      unsafe csecp256k1_erase(secret, Self.secretCount)
      unsafe secret.deallocate()
      throw .privateKeyOutOfRange
    }
    guard let context = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
      preconditionFailure("memory for a context of libsecp256k1 is always there")
    }
    unsafe self.secret = unsafe secret
    unsafe self.context = unsafe context
    // Blinds multiplications against side channels. The seed must be unknown to an attacker and
    // need not be random, so it comes from the secret and no randomness is asked for.
    var hasher = Keccak256()
    hasher.update(Array("tradewind/blinding/1".utf8).span)
    withSecret { secret in hasher.update(secret) }
    var seed = hasher.finalize().bytes
    var span = seed.storage.mutableSpan
    // SAFETY: the library reads the 32 bytes of the seed.
    let isBlinded = unsafe span.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return false }
      defer { unsafe csecp256k1_erase(base, buffer.count) }
      return unsafe secp256k1_context_randomize(context, base) == 1
    }
    precondition(isBlinded, "a context of our own takes any seed")
  }

  deinit {
    // SAFETY: nothing else refers to either, and neither is used again.
    unsafe csecp256k1_erase(secret, Self.secretCount)
    unsafe secret.deallocate()
    unsafe secp256k1_context_destroy(context)
  }

  /// Lends the 32 bytes, for encrypting them into a key file.
  package func withSecret<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    // SAFETY: the span lives only inside the call, and the bytes as long as this value.
    body(unsafe Span(_unsafeStart: secret, count: Self.secretCount))
  }

  package var publicKey: PublicKey {
    var point = secp256k1_pubkey()
    // SAFETY: the library reads the 32 bytes of the secret and writes one point.
    let isDerived = unsafe secp256k1_ec_pubkey_create(context, &point, secret) == 1
    precondition(isDerived, "a checked private key has a public key")
    return PublicKey(point: point)
  }

  /// Signs a digest: nonce by RFC 6979, lower s, parity set.
  package func sign(_ digest: Digest) -> Signature {
    var recoverable = secp256k1_ecdsa_recoverable_signature()
    var compact = FixedBytes<64>.zero
    var parity: Int32 = 0
    var span = compact.storage.mutableSpan
    // SAFETY: the library reads 32 bytes of digest and of secret, and writes 64 of signature.
    let isSigned = unsafe digest.bytes.storage.span.withUnsafeBufferPointer { digest in
      unsafe span.withUnsafeMutableBufferPointer { compact in
        guard let digest = digest.baseAddress, let compact = compact.baseAddress else {
          return false
        }
        return unsafe secp256k1_ecdsa_sign_recoverable(
          context, &recoverable, digest, secret, nil, nil) == 1
          && secp256k1_ecdsa_recoverable_signature_serialize_compact(
            context, compact, &parity, &recoverable) == 1
      }
    }
    precondition(isSigned, "a checked private key signs every digest")
    // Parities 2 and 3 stand for an r beyond the order, which nobody has ever seen.
    precondition(parity <= 1, "r of a signature is less than the order of the curve")
    return Signature(
      checkedR: FixedBytes(copying: compact.storage.span.extracting(0..<32)),
      s: FixedBytes(copying: compact.storage.span.extracting(32..<64)), isOdd: parity == 1)
  }

  /// The secret shared with the owner of another key: SHA-256 of the compressed product point.
  package func sharedSecret(with other: PublicKey) -> FixedBytes<32> {
    // SAFETY: both pointers are this value's own and live through the call.
    unsafe other.sharedSecret(with: secret, context: context)
  }
}
