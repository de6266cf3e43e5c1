import Chain
import Codec
import Cryptography
import TestSupport
import Testing
import Transport

@Suite struct FrameTests {
  private func message(_ count: Int, _ seed: UInt64 = 1) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return random.bytes(count: count)
  }

  @Test func `messages of every size arrive as they were sent`() throws {
    var pair = try SessionPair.open()
    let perFrame = TransportLimits.messageBytesPerFrame
    let sent = [1, 2, 100, perFrame - 1, perFrame, perFrame + 1, 3 * perFrame, 1_000_000]
      .map { message($0, UInt64($0)) }
    for message in sent {
      pair.dialler.send(message, on: .data)
      pair.listener.send(message, on: .proposals)
    }
    pair.run()
    #expect(pair.listenerHeard.messages == sent)
    #expect(pair.diallerHeard.messages == sent)
  }

  @Test func `a vote passes between the frames of what was sent before`() throws {
    var pair = try SessionPair.open()
    pair.dialler.send(message(2_000_000), on: .data)
    pair.dialler.seal(at: .zero)
    pair.dialler.send([1], on: .votes)
    pair.dialler.send([2], on: .requests)
    pair.run()
    #expect(pair.listenerHeard.queues == [.votes, .requests, .data])
  }

  @Test func `queues have their turn in their order`() throws {
    var pair = try SessionPair.open()
    for queue in PeerQueue.allCases.reversed() { pair.dialler.send([1], on: queue) }
    pair.run()
    #expect(pair.listenerHeard.queues == PeerQueue.allCases)
  }

  @Test func `no frame opens that was changed in any byte`() throws {
    let clean = try SessionPair.open()
    for index in 0..<FrameCipher.frameBytes(5 + 20) {
      var pair = clean
      pair.dialler.send(message(20), on: .votes)
      var frame = pair.takeFromDialler()
      frame[index] ^= 0x10
      pair.giveToListener(frame + [UInt8](repeating: 0, count: 5_000_000 >> 4))
      #expect(pair.listenerHeard.messages.isEmpty)
      let end = try #require(pair.listenerHeard.end)
      if case .violation(.tooLong) = end { #expect(index < 4) } else { #expect(end == .forged) }
    }
  }

  @Test func `frames in another order, twice, or with one left out do not open`() throws {
    let clean = try SessionPair.open()
    for places in [[1, 0, 2], [0, 0, 1], [0, 2], [1, 2]] {
      var pair = clean
      var frames: [[UInt8]] = []
      for byte in UInt8(0)..<3 {
        pair.dialler.send([byte], on: .votes)
        frames.append(pair.takeFromDialler())
      }
      for place in places { pair.giveToListener(frames[place]) }
      #expect(pair.listenerHeard.end == .forged)
    }
  }

  @Test func `a frame does not open for the end that sent it`() throws {
    var pair = try SessionPair.open()
    pair.dialler.send([1], on: .votes)
    pair.giveToDialler(pair.takeFromDialler())
    #expect(pair.diallerHeard.end == .forged)
  }

  @Test func `a frame that is cut off is waited for`() throws {
    var pair = try SessionPair.open()
    pair.dialler.send(message(50), on: .votes)
    let frame = pair.takeFromDialler()
    for byte in frame.dropLast() { pair.giveToListener([byte]) }
    #expect(pair.listenerHeard.isEmpty)
    guard case .ended(.closed) = pair.listener.endInput(at: .zero) else {
      Issue.record("an end of the input is the end")
      return
    }
  }

  @Test func `keys change, and both ends change them at the same frame`() throws {
    var pair = try SessionPair.open()
    let count = Int(TransportLimits.framesPerKey) + 100
    var heard = 0
    for index in 0..<count {
      pair.dialler.send([UInt8(truncatingIfNeeded: index)], on: .votes)
      if index % 1_000 == 999 || index == count - 1 {
        pair.run()
        heard += pair.listenerHeard.messages.count
        #expect(pair.listenerHeard.end == nil)
        pair.listenerHeard = []
      }
    }
    #expect(heard == count)
  }

  /// What a session makes of frames that no honest node sends.
  private func end(
    introducing: Bool = true, _ frames: (inout HostilePeer) -> [UInt8]
  ) throws -> SessionEnd? {
    var (peer, session) = try HostilePeer.meet(introducing: introducing)
    let events = SessionPair.give(frames(&peer), to: &session, at: .zero)
    #expect(events.messages.isEmpty)
    return events.end
  }

  @Test func `a message that would be too large is refused by its first frame`() throws {
    for queue in PeerQueue.allCases {
      let limit = TransportLimits.messageSizeBytesMax(queue)
      for size in [limit + 1, Int(UInt32.max)] {
        #expect(
          try end { $0.first(queue, sizeBytes: size, [1]) }
            == .violation(.messageTooLarge(queue, sizeBytes: size, limit: limit)))
      }
    }
  }

  @Test func `frames that break a rule end the connection with that rule`() throws {
    #expect(try end { $0.frame(9, []) } == .violation(.unknownKind(9)))
    #expect(try end { $0.frame(0x15, [1]) } == .violation(.unknownKind(0x15)))
    #expect(try end { $0.first(.votes, sizeBytes: 0, []) }?.isMisbehaviour == true)
    #expect(try end { $0.first(.votes, sizeBytes: 2, []) } == .violation(.malformed))
    #expect(try end { $0.first(.votes, sizeBytes: 2, [1, 2, 3]) } == .violation(.malformed))
    #expect(try end { $0.frame(.first(.votes), [1, 0]) } == .violation(.malformed))
    #expect(try end { $0.frame(.next(.data), [1]) } == .violation(.noMessageToGoOnWith))
    #expect(
      try end { $0.first(.data, sizeBytes: 9, [1]) + $0.first(.data, sizeBytes: 9, [1]) }
        == .violation(.messageInsideMessage))
    #expect(
      try end { $0.first(.data, sizeBytes: 9, [1]) + $0.frame(.next(.data), []) }
        == .violation(.malformed))
    #expect(
      try end { $0.first(.data, sizeBytes: 3, [1]) + $0.frame(.next(.data), [1, 2, 3]) }
        == .violation(.malformed))
    #expect(try end { $0.frame(.ping, [1]) } == .violation(.malformed))
    #expect(
      try end { $0.frame(.credit, [1, 0, 0, 0, 0, 0, 0, 0]) } == .violation(.wrongCredit))
    #expect(try end { $0.frame(.introduction, [1]) } == .violation(.malformed))
    #expect(
      try end(introducing: false) { $0.first(.votes, sizeBytes: 1, [1]) }
        == .violation(.messageBeforeIntroduction))
    #expect(
      try end(introducing: false) { $0.frame(.ping, [UInt8](repeating: 0, count: 600)) }
        == .violation(.tooLong(601)))
    #expect(try end { _ in [0xFF, 0xFF, 0xFF, 0xFF] } == .violation(.tooLong(0xFFFF_FFFF)))
    #expect(try end { _ in [0, 0, 0, 0] } == .violation(.tooLong(0)))
  }

  @Test func `whoever introduces itself again and again is disconnected`() throws {
    let end = try end { peer in (0..<20).flatMap { _ in peer.introduction() } }
    #expect(end == .violation(.tooManyIntroductions))
  }

  @Test func `an endorsement that the validator did not sign is misbehaviour`() throws {
    let key = try TestNode.key(9)
    let claims = [
      // Of another node, and for another epoch.
      try TestNode.endorsement(of: 4, by: 9, in: Epoch(1)),
      try TestNode.endorsement(of: 3, by: 9, in: Epoch(2)),
      (key: try TestNode.key(8).publicKey, signature: key.sign(.zero)),
    ]
    for claim in claims {
      let said = Introduction(epoch: Epoch(1), endorsement: claim, software: "")
      #expect(
        try end(introducing: false) { $0.introduction(said) } == .violation(.wrongEndorsement))
    }
    let said = Introduction(
      epoch: Epoch(1), endorsement: try TestNode.endorsement(of: 3, by: 9, in: Epoch(1)),
      software: "")
    #expect(try end(introducing: false) { $0.introduction(said) } == nil)
    #expect(said.speaksFor(in: Epoch(2)) == key.publicKey)
    #expect(said.speaksFor(in: Epoch(0)) == key.publicKey)
    #expect(said.speaksFor(in: Epoch(3)) == nil)
  }

  @Test func `words that would confuse a terminal are not shown`() throws {
    let end = try end { $0.frame(.goodbye, Array("\u{1B}[2J".utf8)) }
    #expect(end == .goodbye("for a reason that cannot be shown"))
  }
}
