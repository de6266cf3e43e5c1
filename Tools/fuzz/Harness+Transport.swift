import Chain
import Codec
import Cryptography
import Transport

/// What anybody who reaches a node's port can send.
extension Harness {
  static let peers: [Harness] = [handshake, frames, endpoint]

  private static let chain = Network(
    chainID: ChainID(20_480), genesisHash: Digest(FixedBytes(repeating: 7)))

  private static func key(_ byte: UInt8) throws -> PrivateKey {
    try PrivateKey(FixedBytes(repeating: byte))
  }

  private static func dialler() throws -> Session {
    Session(
      dialling: nil, as: TransportIdentity(key: try key(1), network: chain),
      ephemeral: EphemeralKey(try key(0xD1)), at: .zero)
  }

  private static func listener() throws -> Session {
    Session(
      listeningAs: TransportIdentity(key: try key(2), network: chain),
      ephemeral: EphemeralKey(try key(0x15)), at: .zero)
  }

  // Made once: a handshake costs more than all that a run does with it.
  private static let freshDialler = try? dialler()
  private static let freshListener = try? listener()
  private static let opened = try? open()

  private static func give(
    _ bytes: ArraySlice<UInt8>, to session: inout Session, pieceBytes: Int = .max
  ) -> [SessionEvent] {
    var events: [SessionEvent] = []
    var rest = bytes
    repeat {
      session.fill { $0 += rest.prefix(pieceBytes) }
      rest = rest.dropFirst(pieceBytes)
      while let event = session.advance(at: .zero) { events.append(event) }
    } while !rest.isEmpty
    return events
  }

  /// The words of events, which must not depend on how the bytes were cut.
  private static func words(_ events: [SessionEvent]) -> [String] {
    events.map { event in
      switch event {
      case .identified(let id): "identified \(id)"
      case .introduced(let said): "introduced \(said.epoch) \(said.software)"
      case .received(let queue, let bytes): "received \(queue) \(bytes.count)"
      case .ended(let end): "ended \(end)"
      }
    }
  }

  /// Which end listens to it, with the length of the pieces, and what the other end says.
  ///
  /// The keys are always the same, so that the seeds are whole handshakes.
  private static let handshake = Harness("handshake") {
    var (dialler, listener) = (try Self.dialler(), try Self.listener())
    let hello = Array(dialler.output.front)
    _ = give(hello[...], to: &listener)
    let answer = Array(listener.output.front)
    dialler.didSend(hello.count, at: .zero)
    _ = give(answer[...], to: &dialler)
    return [[4] + hello, [4] + hello + dialler.output.front, [5] + answer, [5, 2, 1]]
  } run: { input in
    guard let first = input.first else { return }
    let bytes = input.dropFirst()
    guard let fresh = first & 1 == 0 ? freshListener : freshDialler else { return }
    var (whole, cut) = (fresh, fresh)
    let events = give(bytes, to: &whole)
    let pieces = give(bytes, to: &cut, pieceBytes: Int(first >> 1) + 1)
    precondition(words(events) == words(pieces), "cutting changes no event")
    precondition(whole.output.count <= 1_000, "little is said to whoever proves nothing")
    precondition(!whole.isOpen, "nobody is let in by shaking hands")
  }

  /// Frames for a node that has shaken hands and introduced itself: each a length of two bytes, the
  /// kind and the contents.
  private static let frames = Harness("frames") {
    let vote: [UInt8] = [8, 0, 0x10, 3, 0, 0, 0, 1, 2, 3]
    let parts: [UInt8] = [6, 0, 0x14, 2, 0, 0, 0, 1, 2, 0, 0x24, 2]
    let introduction = Introduction(epoch: Epoch(2), endorsement: nil, software: "x")
      .canonicalBytes
    let notices: [UInt8] = [9, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]
    return [
      vote, parts, notices, [UInt8(introduction.count + 1), 0, 3] + introduction,
      [4, 0, 4, 0x62, 0x79, 0x65], vote + parts + vote,
    ]
  } run: { input in
    guard var (session, sealing) = opened else { return }
    var rest = input[...]
    var sealed: [UInt8] = []
    var announced = 0
    while rest.count >= 3 {
      let length = min(
        Int(rest[rest.startIndex]) | Int(rest[rest.startIndex + 1]) << 8, rest.count - 2)
      let contents = rest.dropFirst(2).prefix(max(1, length))
      rest = rest.dropFirst(2 + contents.count)
      announced += contents.count
      sealing.seal(into: &sealed) { $0 += contents }
    }
    let events = give(sealed[...], to: &session, pieceBytes: 1 << 14)
    var received = 0
    for (index, event) in events.enumerated() {
      switch event {
      case .received(_, let bytes): received += bytes.count
      case .ended(let end):
        precondition(index == events.count - 1, "nothing follows the end")
        precondition(end != .forged, "what was sealed opens")
      case .identified, .introduced: break
      }
    }
    precondition(received <= announced, "no more is received than was sent")
    precondition(session.queuedBytes <= 1_000, "little is said to whoever asks nothing")
  }

  /// A listener that is open for messages, and the cipher of whoever speaks to it.
  private static func open() throws -> (Session, FrameCipher) {
    var output: [UInt8] = []
    var handshake = Handshake(
      dialling: nil, as: TransportIdentity(key: try key(1), network: chain),
      ephemeral: EphemeralKey(try key(0xD1)), output: &output)
    var session = try listener()
    _ = give(output[...], to: &session)
    output = []
    var input = InputBuffer()
    input.fill { $0 += session.output.front }
    session.didSend(session.output.count, at: .zero)
    guard case .secured(var secured) = handshake.advance(&input, output: &output) else {
      preconditionFailure("two ends that follow the rules agree")
    }
    _ = give(output[...], to: &session)
    let said = Introduction(epoch: Epoch(1), endorsement: nil, software: "")
    session.introduce(said, at: .zero)
    session.didSend(session.output.count, at: .zero)
    var frame: [UInt8] = []
    secured.sealing.seal(into: &frame) { $0 += [3] + said.canonicalBytes }
    _ = give(frame[...], to: &session)
    precondition(session.isOpen, "both have introduced themselves")
    return (session, secured.sealing)
  }

  /// Where a node is, as an operator or a validator writes it.
  private static let endpoint = Harness("peer-endpoint") {
    let id = "0x" + String(repeating: "11", count: 20)
    return ["\(id)@host:1", "\(id)@[::1]:65535", "\(id)@10.0.0.1:30303"].map { Array($0.utf8) }
  } run: { input in
    guard let endpoint = PeerEndpoint(String(decoding: input, as: UTF8.self)) else { return }
    precondition(PeerEndpoint(endpoint.description) == endpoint, "every endpoint has a text form")
  }
}
