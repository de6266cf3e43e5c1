package import Chain
import Codec
import Cryptography

/// Finds out who is at the other end, and agrees on keys with it.
///
/// 1. Each end makes a key for this connection alone; the secret comes from those two keys.
/// 2. Each end signs everything said so far, its own key and its role with its transport key, and
///    shows both under a key that follows from the secret. So nobody listening learns who speaks.
/// 3. What is cheap to check is checked first. A listener spends one agreement and one signature
///    before the dialler has proven anything, and one check of a signature on the proof.
package struct Handshake: Sendable {
  /// What an attempt to go on came to.
  package enum Step {
    case needsMore
    case secured(Secured)
    case failed(HandshakeFailure)
  }

  private enum Phase: Sendable {
    case awaitingHello(EphemeralKey)
    case awaitingAnswer(EphemeralKey)
    case awaitingProof(secret: FixedBytes<32>)
    case over
  }

  /// As long as any message is, so that no more needs to be read.
  static let messageBytesMax = HandshakeLayout.answerBytes

  private let identity: TransportIdentity
  private let expected: Address?
  private var phase: Phase
  private var transcript = Transcript()

  /// Begins as the end that dialled, which says hello.
  package init(
    dialling expected: Address?, as identity: TransportIdentity, ephemeral: EphemeralKey,
    output: inout [UInt8]
  ) {
    self.identity = identity
    self.expected = expected
    phase = .awaitingAnswer(ephemeral)
    var writer = ByteWriter(reserving: HandshakeLayout.helloBytes)
    let magic = HandshakeLayout.magic
    writer.write(magic.span)
    writer.write(HandshakeLayout.version)
    writer.write(identity.network)
    writer.write(ephemeral.key.publicKey)
    transcript.add(writer.bytes.span)
    output += writer.bytes
  }

  /// Begins as the end that was dialled, which waits.
  package init(listeningAs identity: TransportIdentity, ephemeral: EphemeralKey) {
    self.identity = identity
    expected = nil
    phase = .awaitingHello(ephemeral)
  }

  /// Takes the next message, if all of it is there.
  package mutating func advance(_ input: inout InputBuffer, output: inout [UInt8]) -> Step {
    do throws(HandshakeFailure) {
      if case .awaitingHello(let ephemeral) = phase {
        guard let hello = try Self.takeHello(&input) else { return .needsMore }
        try answer(hello, with: ephemeral, output: &output)
      }
      switch phase {
      case .awaitingAnswer(let ephemeral):
        guard let message = try take(HandshakeLayout.answerBytes, from: &input) else {
          return .needsMore
        }
        return .secured(try prove(after: message, with: ephemeral, output: &output))
      case .awaitingProof(let secret):
        guard let message = try take(HandshakeLayout.proofMessageBytes, from: &input) else {
          return .needsMore
        }
        return .secured(try finish(with: message, secret: secret))
      case .awaitingHello, .over:
        return .needsMore
      }
    } catch {
      phase = .over
      refuse(error, output: &output)
      return .failed(error)
    }
  }

  /// Tells the other end why, where that helps whoever operates it.
  private func refuse(_ failure: HandshakeFailure, output: inout [UInt8]) {
    let reason: HandshakeRefusal.Reason
    switch failure {
    case .otherVersion: reason = .otherVersion
    case .otherNetwork: reason = .otherNetwork
    case .ownNode: reason = .ownNode
    case .otherNode: reason = .otherNode
    case .noKey, .unproven: reason = .unproven
    case .otherProtocol, .refused: return
    }
    output += HandshakeRefusal(reason, on: identity.network).bytes
  }

  // MARK: Listener

  /// A hello, as soon as all of it is there; whoever says something else is noticed at once.
  private static func takeHello(
    _ input: inout InputBuffer
  ) throws(HandshakeFailure) -> [UInt8]? {
    let start = input.peek(HandshakeLayout.magic.count + 2)
    guard
      start.prefix(HandshakeLayout.magic.count).elementsEqual(
        HandshakeLayout.magic.prefix(start.count))
    else { throw .otherProtocol }
    // Another version may have a hello of another length.
    if start.count == HandshakeLayout.magic.count + 2 {
      let version = UInt16(start[start.endIndex - 1]) << 8 | UInt16(start[start.endIndex - 2])
      guard version == HandshakeLayout.version else { throw .otherVersion(version) }
    }
    return input.take(HandshakeLayout.helloBytes)
  }

  private mutating func answer(
    _ hello: [UInt8], with ephemeral: EphemeralKey, output: inout [UInt8]
  ) throws(HandshakeFailure) {
    var reader = ByteReader(position: HandshakeLayout.magic.count + 2)
    guard let network = try? Network(from: &reader, in: hello.span) else { throw .otherProtocol }
    guard network == identity.network else { throw .otherNetwork(network, own: identity.network) }
    guard let theirs = try? PublicKey(from: &reader, in: hello.span) else { throw .noKey }
    transcript.add(hello.span)

    var writer = ByteWriter(reserving: HandshakeLayout.answerBytes)
    writer.write(HandshakeLayout.proofKind)
    writer.write(ephemeral.key.publicKey)
    transcript.add(writer.bytes.span)
    let secret = agree(ephemeral, theirs)
    writer.write(sealedProof(secret, as: .listener).span)
    output += writer.bytes
    phase = .awaitingProof(secret: secret)
  }

  private mutating func finish(
    with message: [UInt8], secret: FixedBytes<32>
  ) throws(HandshakeFailure) -> Secured {
    let clear = message.prefix(1)
    transcript.add(Array(clear).span)
    let peer = try open(message, at: 1, secret: secret, from: .dialler)
    guard peer != identity.publicKey else { throw .ownNode }
    phase = .over
    return secured(peer, secret: secret, as: .listener)
  }

  // MARK: Dialler

  private mutating func prove(
    after message: [UInt8], with ephemeral: EphemeralKey, output: inout [UInt8]
  ) throws(HandshakeFailure) -> Secured {
    var reader = ByteReader(position: 1)
    guard let theirs = try? PublicKey(from: &reader, in: message.span) else { throw .noKey }
    transcript.add(Array(message[..<reader.position]).span)
    let secret = agree(ephemeral, theirs)
    let (identity, expected) = (identity, expected)
    let peer = try open(message, at: reader.position, secret: secret, from: .listener) {
      key throws(HandshakeFailure) in
      guard key != identity.publicKey else { throw .ownNode }
      let id = Address(of: key)
      if let expected, id != expected { throw .otherNode(id, expected: expected) }
    }
    transcript.add([HandshakeLayout.proofKind].span)
    output.append(HandshakeLayout.proofKind)
    output += sealedProof(secret, as: .dialler)
    phase = .over
    return secured(peer, secret: secret, as: .dialler)
  }

  // MARK: Both

  /// A message of the given length, unless the other end refuses instead.
  private func take(
    _ count: Int, from input: inout InputBuffer
  ) throws(HandshakeFailure) -> [UInt8]? {
    guard let kind = input.peek(1).first else { return nil }
    switch kind {
    case HandshakeLayout.proofKind:
      return input.take(count)
    case HandshakeLayout.refusalKind:
      guard let message = input.take(HandshakeLayout.refusalBytes) else { return nil }
      var reader = ByteReader(position: 1)
      guard let refusal = HandshakeRefusal(from: &reader, in: message.span) else {
        throw .otherProtocol
      }
      throw .refused(refusal.description)
    default: throw .otherProtocol
    }
  }

  private func agree(_ ephemeral: EphemeralKey, _ theirs: PublicKey) -> FixedBytes<32> {
    var shared = ephemeral.key.sharedSecret(with: theirs)
    defer { shared.erase() }
    return transcript.secret(from: shared)
  }

  /// This end's transport key and its signature, sealed; the transcript goes on behind it.
  private mutating func sealedProof(
    _ secret: FixedBytes<32>, as role: HandshakeRole
  ) -> [UInt8] {
    let digest = transcript.signedDigest(of: identity.publicKey, as: role)
    var writer = ByteWriter(reserving: HandshakeLayout.sealedProofBytes)
    writer.write(identity.publicKey)
    writer.write(identity.key.sign(digest).bytes)
    var bytes = writer.bytes
    let cipher = ChaCha20Poly1305(key: Transcript.proofKey(secret, of: role))
    var span = bytes.mutableSpan
    let header = transcript.hash
    // A key for one message needs no other nonce.
    let tag = cipher.seal(&span, header: header.storage.span, nonce: .zero)
    bytes.append(copying: tag.storage.span)
    transcript.add(bytes.span)
    return bytes
  }

  /// Opens the other end's proof and returns its transport key once that is proven.
  ///
  /// `check` looks at the key before its signature is.
  private mutating func open(
    _ message: [UInt8], at start: Int, secret: FixedBytes<32>, from role: HandshakeRole,
    check: (PublicKey) throws(HandshakeFailure) -> Void = { _ in }
  ) throws(HandshakeFailure) -> PublicKey {
    let end = start + HandshakeLayout.proofBytes
    var bytes = Array(message[start..<end])
    let tag = FixedBytes<16>(copying: message.span.extracting(end..<message.count))
    let header = transcript.hash
    let cipher = ChaCha20Poly1305(key: Transcript.proofKey(secret, of: role))
    var span = bytes.mutableSpan
    do throws(AuthenticationError) {
      try cipher.open(&span, tag: tag, header: header.storage.span, nonce: .zero)
    } catch {
      throw .unproven
    }
    var reader = ByteReader()
    guard let key = try? PublicKey(from: &reader, in: bytes.span) else { throw .noKey }
    try check(key)
    guard let raw = try? FixedBytes<64>(from: &reader, in: bytes.span),
      let signature = try? Signature(raw),
      key.isValid(signature, for: transcript.signedDigest(of: key, as: role))
    else { throw .unproven }
    transcript.add(Array(message[start...]).span)
    return key
  }

  private func secured(
    _ peer: PublicKey, secret: FixedBytes<32>, as role: HandshakeRole
  ) -> Secured {
    var secret = secret
    defer { secret.erase() }
    let dialler = FrameCipher(key: transcript.frameKey(secret, of: .dialler))
    let listener = FrameCipher(key: transcript.frameKey(secret, of: .listener))
    return switch role {
    case .dialler: Secured(peer: peer, sealing: dialler, opening: listener)
    case .listener: Secured(peer: peer, sealing: listener, opening: dialler)
    }
  }
}
