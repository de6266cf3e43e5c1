package import Codec

/// Authenticated encryption by RFC 8439 §2.8, in place, under one key.
///
/// A nonce must never be used twice with the same key: whoever holds the key counts.
package struct ChaCha20Poly1305: Sendable {
  /// How many bytes one message may have before the block counter would come round.
  package static var messageBytesMax: Int { Int(UInt32.max) * ChaCha20.blockBytes }

  private let key: FixedBytes<32>

  package init(key: FixedBytes<32>) {
    self.key = key
  }

  /// Turns plaintext into ciphertext and returns the tag over it and the header.
  package func seal(
    _ message: inout MutableSpan<UInt8>, header: Span<UInt8>, nonce: FixedBytes<12>
  ) -> FixedBytes<16> {
    precondition(
      message.count <= Self.messageBytesMax, "a message is within the range of the block counter")
    let cipher = ChaCha20(key: key, nonce: nonce)
    cipher.apply(to: &message, from: 1)
    return Self.tag(of: message.span, header: header, cipher: cipher)
  }

  /// Turns ciphertext back into plaintext, or refuses it and leaves the bytes as they are.
  package func open(
    _ message: inout MutableSpan<UInt8>, tag: FixedBytes<16>, header: Span<UInt8>,
    nonce: FixedBytes<12>
  ) throws(AuthenticationError) {
    guard message.count <= Self.messageBytesMax else { throw .forged }
    let cipher = ChaCha20(key: key, nonce: nonce)
    let expected = Self.tag(of: message.span, header: header, cipher: cipher)
    guard ConstantTime.equal(expected.storage.span, tag.storage.span) else { throw .forged }
    cipher.apply(to: &message, from: 1)
  }

  /// Block zero of the key stream keys the authenticator; the message begins with block one.
  private static func tag(
    of ciphertext: Span<UInt8>, header: Span<UInt8>, cipher: ChaCha20
  ) -> FixedBytes<16> {
    let block = cipher.block(0)
    var authenticator = Poly1305(key: block.span.extracting(first: 32))
    authenticator.updateZeroPadded(header)
    authenticator.updateZeroPadded(ciphertext)
    authenticator.update(UInt64(header.count), UInt64(ciphertext.count))
    return authenticator.finalize()
  }
}

extension ChaCha20Poly1305: CustomStringConvertible {
  /// Says nothing about the key.
  package var description: String { "ChaCha20Poly1305" }
}
