import Codec
import Cryptography

/// A running hash of everything both ends have sent, and the keys that follow from it.
///
/// After each message m the hash h becomes SHA-256(h ‖ m); it begins as the hash of a name. So a
/// signature or a key made from it stands for the whole conversation.
struct Transcript: Sendable {
  private(set) var hash: FixedBytes<32>

  init() {
    hash = SHA256.hash(Array("tradewind/handshake/1".utf8).span)
  }

  mutating func add(_ message: Span<UInt8>) {
    var hasher = SHA256()
    hasher.update(hash.storage.span)
    hasher.update(message)
    hash = hasher.finalize()
  }

  /// What the owner of a transport key signs, in a role, so that no signature serves in the other.
  func signedDigest(of key: PublicKey, as role: HandshakeRole) -> Digest {
    var hasher = SHA256()
    hasher.update(Array("tradewind/handshake/1/\(role.rawValue)".utf8).span)
    hasher.update(hash.storage.span)
    let compressed = key.compressed
    hasher.update(compressed.storage.span)
    return Digest(hasher.finalize())
  }

  /// The secret of the conversation, from the point that both ends share.
  func secret(from shared: FixedBytes<32>) -> FixedBytes<32> {
    HKDF.extract(salt: hash.storage.span, secret: shared.storage.span)
  }

  /// The key that seals an end's proof.
  static func proofKey(_ secret: FixedBytes<32>, of role: HandshakeRole) -> FixedBytes<32> {
    HKDF.expand(secret, info: Array("tradewind/proof/1/\(role.rawValue)".utf8).span)
  }

  /// The key that seals an end's first frames, once all is said.
  func frameKey(_ secret: FixedBytes<32>, of role: HandshakeRole) -> FixedBytes<32> {
    HKDF.derive(
      from: secret.storage.span, salt: hash.storage.span,
      info: Array("tradewind/frames/1/\(role.rawValue)".utf8).span)
  }
}
