import Chain
import Codec
import Cryptography
import Transport

/// Two ends of a connection without sockets: what a message costs both of them together.
///
/// Beside it stands the cipher alone, which seals and opens the same bytes.
struct TransportBenchmarks {
  static let prefix = "transport"

  private static let sizes = [200, 16 << 10, 1 << 20]

  var benchmarks: [Benchmark] {
    get throws {
      var benchmarks: [Benchmark] = []
      for size in Self.sizes {
        let ends = try ConnectedEnds()
        let message = [UInt8](repeating: 0xA5, count: size)
        let queue: PeerQueue = size <= 200 ? .votes : .data
        benchmarks.append(
          Benchmark("transport.message", size: size) { times in
            for _ in 0..<times { ends.carry(message, on: queue) }
          })
        benchmarks.append(
          Benchmark("transport.cipher", size: size) { times in
            for _ in 0..<times { ends.sealAndOpen(message) }
          })
      }
      let keys = try HandshakeKeys()
      benchmarks.append(
        Benchmark("transport.handshake", size: 1) { times in
          for _ in 0..<times { keys.shake() }
        })
      return benchmarks
    }
  }
}

/// The keys of two nodes.
private final class HandshakeKeys {
  private let dialler: TransportIdentity
  private let listener: TransportIdentity

  init() throws {
    let network = Network(chainID: ChainID(20_480), genesisHash: .zero)
    dialler = TransportIdentity(
      key: try PrivateKey(FixedBytes(repeating: 1)), network: network)
    listener = TransportIdentity(
      key: try PrivateKey(FixedBytes(repeating: 2)), network: network)
  }

  /// Makes a connection, with keys of its own, as both ends together.
  @discardableResult
  func shake() -> (dialler: Session, listener: Session) {
    var dialler = Session(
      dialling: listener.nodeID, as: dialler, ephemeral: ephemeral(3), at: .zero)
    var listener = Session(listeningAs: listener, ephemeral: ephemeral(4), at: .zero)
    for _ in 0..<3 { Self.exchange(&dialler, &listener) }
    return (dialler, listener)
  }

  static func exchange(_ first: inout Session, _ second: inout Session) {
    pass(from: &first, to: &second)
    pass(from: &second, to: &first)
  }

  private static func pass(from sender: inout Session, to receiver: inout Session) {
    sender.seal(at: .zero)
    let bytes = sender.output.front
    receiver.fill { $0 += bytes }
    sender.didSend(bytes.count, at: .zero)
    while receiver.advance(at: .zero) != nil {}
  }

  private func ephemeral(_ byte: UInt8) -> EphemeralKey {
    guard let key = try? PrivateKey(FixedBytes(repeating: byte)) else {
      preconditionFailure("a small number is a private key")
    }
    return EphemeralKey(key)
  }
}

/// Two sessions that have introduced themselves.
private final class ConnectedEnds {
  private var sender: Session
  private var receiver: Session
  private var sealing = FrameCipher(key: FixedBytes(repeating: 5))
  private var opening = FrameCipher(key: FixedBytes(repeating: 5))
  private var frame: [UInt8] = []

  init() throws {
    (sender, receiver) = try HandshakeKeys().shake()
    let said = Introduction(epoch: Epoch(1), endorsement: nil, software: "bench")
    sender.introduce(said, at: .zero)
    receiver.introduce(said, at: .zero)
    HandshakeKeys.exchange(&sender, &receiver)
    precondition(sender.isOpen && receiver.isOpen, "both have introduced themselves")
  }

  func carry(_ message: [UInt8], on queue: PeerQueue) {
    sender.send(message, on: queue)
    var left = message.count
    while left > 0 {
      sender.seal(at: .zero)
      let bytes = sender.output.front
      receiver.fill { $0 += bytes }
      sender.didSend(bytes.count, at: .zero)
      while let event = receiver.advance(at: .zero) {
        guard case .received(_, let received) = event else { continue }
        left -= received.count
        receiver.done(received.count)
      }
    }
    // The credit goes back.
    HandshakeKeys.exchange(&receiver, &sender)
  }

  func sealAndOpen(_ message: [UInt8]) {
    var rest = message[...]
    while !rest.isEmpty {
      let part = rest.prefix(TransportLimits.framePayloadBytesMax)
      rest = rest.dropFirst(part.count)
      frame.removeAll(keepingCapacity: true)
      sealing.seal(into: &frame) { $0 += part }
      let isOpen = opening.open(&frame, at: 0..<frame.count)
      precondition(isOpen, "what is sealed opens")
    }
  }
}
