import Chain
import Codec
import Cryptography
import TestSupport
import Transport

/// Somebody who has a key and shakes hands by the rules, and then sends whatever a test wants.
struct HostilePeer {
  private var handshake: Handshake
  private var sealing: FrameCipher?
  private var opening: FrameCipher?
  /// What the handshake wants to send.
  var output: [UInt8] = []
  private var input = InputBuffer()

  init(_ seed: UInt8, ephemeral: UInt8 = 0xE1) throws {
    handshake = Handshake(
      dialling: nil, as: try SessionPair.identity(seed),
      ephemeral: try SessionPair.ephemeral(ephemeral), output: &output)
  }

  mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  /// Takes what the other end answers; true once the channel is sealed.
  mutating func receive(_ bytes: [UInt8]) -> Bool {
    input.fill { $0 += bytes }
    guard case .secured(let secured) = handshake.advance(&input, output: &output) else {
      return false
    }
    sealing = secured.sealing
    opening = secured.opening
    return true
  }

  /// A frame with a kind and contents of the test's choice.
  mutating func frame(_ code: UInt8, _ contents: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    sealing?.seal(into: &bytes) { $0 += [code] + contents }
    return bytes
  }

  mutating func frame(_ kind: FrameKind, _ contents: [UInt8]) -> [UInt8] {
    frame(kind.code, contents)
  }

  mutating func introduction(
    _ introduction: Introduction = SessionPair.introduction
  ) -> [UInt8] {
    frame(.introduction, introduction.canonicalBytes)
  }

  /// The first frame of a message.
  mutating func first(_ queue: PeerQueue, sizeBytes: Int, _ contents: [UInt8]) -> [UInt8] {
    frame(
      .first(queue), (0..<4).map { UInt8(truncatingIfNeeded: sizeBytes >> (8 * $0)) } + contents)
  }

  /// A session that it has shaken hands with and introduced itself to.
  static func meet(introducing: Bool = true) throws -> (peer: HostilePeer, session: Session) {
    var peer = try HostilePeer(3)
    var session = Session(
      listeningAs: try SessionPair.identity(2), ephemeral: try SessionPair.ephemeral(0x15),
      at: .zero)
    _ = SessionPair.give(peer.takeOutput(), to: &session, at: .zero)
    let isSealed = peer.receive(SessionPair.take(from: &session, at: .zero))
    precondition(isSealed, "it keeps to the rules of the handshake")
    _ = SessionPair.give(peer.takeOutput(), to: &session, at: .zero)
    session.introduce(SessionPair.introduction, at: .zero)
    _ = SessionPair.take(from: &session, at: .zero)
    if introducing { _ = SessionPair.give(peer.introduction(), to: &session, at: .zero) }
    return (peer, session)
  }
}
