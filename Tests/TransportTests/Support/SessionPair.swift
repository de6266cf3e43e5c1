import Chain
import Codec
import Cryptography
import TestSupport
import Transport

/// Two sessions and the wires between them, which a test may cut or change.
struct SessionPair {
  static let chain = TestNode.chain

  var dialler: Session
  var listener: Session
  var now = Duration.zero
  var diallerHeard: [SessionEvent] = []
  var listenerHeard: [SessionEvent] = []

  static func identity(_ seed: UInt8, on chain: Network = chain) throws -> TransportIdentity {
    TransportIdentity(key: try TestNode.key(seed), network: chain)
  }

  static func ephemeral(_ seed: UInt8) throws -> EphemeralKey {
    EphemeralKey(try TestNode.key(seed))
  }

  init(
    dialler: TransportIdentity, listener: TransportIdentity, expected: Address? = nil,
    limits: TransportLimits = TransportLimits()
  ) throws {
    self.dialler = Session(
      dialling: expected, as: dialler, ephemeral: try Self.ephemeral(0xD1), limits: limits,
      at: .zero)
    self.listener = Session(
      listeningAs: listener, ephemeral: try Self.ephemeral(0x15), limits: limits, at: .zero)
  }

  init() throws {
    try self.init(dialler: Self.identity(1), listener: Self.identity(2))
  }

  /// A pair that has introduced itself and is ready for messages.
  static func open(limits: TransportLimits = TransportLimits()) throws -> SessionPair {
    var pair = try SessionPair(
      dialler: identity(1), listener: identity(2), expected: try TestNode.id(2), limits: limits)
    pair.run()
    pair.dialler.introduce(Self.introduction, at: pair.now)
    pair.listener.introduce(Self.introduction, at: pair.now)
    pair.run()
    precondition(pair.dialler.isOpen && pair.listener.isOpen, "both have introduced themselves")
    pair.diallerHeard = []
    pair.listenerHeard = []
    return pair
  }

  static let introduction = Introduction(epoch: Epoch(1), endorsement: nil, software: "test")

  /// Takes what an end wants to send.
  static func take(from session: inout Session, at now: Duration) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      session.seal(at: now)
      let front = session.output.front
      guard !front.isEmpty else { return bytes }
      bytes += front
      session.didSend(front.count, at: now)
    }
  }

  /// Hands bytes to an end, and returns what it found in them.
  static func give(
    _ bytes: some Collection<UInt8>, to session: inout Session, at now: Duration
  ) -> [SessionEvent] {
    session.fill { $0.append(contentsOf: bytes) }
    var events: [SessionEvent] = []
    while let event = session.advance(at: now) { events.append(event) }
    return events
  }

  mutating func takeFromDialler() -> [UInt8] { Self.take(from: &dialler, at: now) }
  mutating func takeFromListener() -> [UInt8] { Self.take(from: &listener, at: now) }

  mutating func giveToDialler(_ bytes: some Collection<UInt8>) {
    diallerHeard += Self.give(bytes, to: &dialler, at: now)
  }

  mutating func giveToListener(_ bytes: some Collection<UInt8>) {
    listenerHeard += Self.give(bytes, to: &listener, at: now)
  }

  /// Carries bytes both ways until there are none.
  mutating func run() {
    while true {
      let there = takeFromDialler()
      let back = takeFromListener()
      if there.isEmpty && back.isEmpty { return }
      giveToListener(there)
      giveToDialler(back)
    }
  }
}

extension [SessionEvent] {
  var messages: [[UInt8]] {
    compactMap { event in
      if case .received(_, let bytes) = event { bytes } else { nil }
    }
  }

  var queues: [PeerQueue] {
    compactMap { event in
      if case .received(let queue, _) = event { queue } else { nil }
    }
  }

  var identified: Address? {
    for case .identified(let id) in self { return id }
    return nil
  }

  var end: SessionEnd? {
    for case .ended(let end) in self { return end }
    return nil
  }
}
