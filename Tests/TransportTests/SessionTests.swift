import Chain
import TestSupport
import Testing
import Transport

@Suite struct SessionTests {
  @Test func `data stops at the window, votes do not, and credit lets it go on`() throws {
    var limits = TransportLimits()
    limits.windowBytes = 1 << 20
    var pair = try SessionPair.open(limits: limits)
    let part = [UInt8](repeating: 1, count: 1 << 18)
    for _ in 0..<6 { pair.dialler.send(part, on: .data) }
    pair.run()
    #expect(pair.listenerHeard.messages.count == 4)
    pair.dialler.send([7], on: .votes)
    pair.run()
    #expect(pair.listenerHeard.queues.last == .votes)
    // What is worked off lets as much come.
    pair.listener.done(1 << 18)
    pair.run()
    pair.listener.done(1 << 20)
    pair.run()
    #expect(pair.listenerHeard.messages.count { $0.count > 1 } == 6)
  }

  @Test func `a full queue drops its oldest message, and data takes no more`() throws {
    for queue in PeerQueue.allCases {
      var pair = try SessionPair.open()
      let size = min(TransportLimits.messageSizeBytesMax(queue), 200_000)
      let count = TransportLimits.queueSizeBytesMax(queue) / size + 3
      for index in 0..<count {
        pair.dialler.send([UInt8](repeating: UInt8(index), count: size), on: queue)
      }
      #expect(pair.dialler.queuedBytes <= TransportLimits.queueSizeBytesMax(queue))
      #expect(pair.dialler.droppedCount == 3)
      // The first message that comes is the oldest that was kept.
      while pair.listenerHeard.isEmpty {
        pair.dialler.seal(at: .zero)
        let bytes = Array(pair.dialler.output.front)
        pair.giveToListener(bytes)
        pair.dialler.didSend(bytes.count, at: .zero)
      }
      #expect(pair.listenerHeard.messages.first?.first == (queue == .data ? 0 : 3), "\(queue)")
    }
  }

  @Test func `what is not done for too long pauses reading`() throws {
    var limits = TransportLimits()
    limits.undoneSizeBytesMax = 1_000
    var pair = try SessionPair.open(limits: limits)
    pair.dialler.send([UInt8](repeating: 1, count: 1_001), on: .votes)
    pair.run()
    #expect(pair.listener.isPaused)
    // What this node does not read it does not miss.
    #expect(pair.listener.expire(at: .seconds(100)) == nil)
    pair.listener.done(1)
    #expect(!pair.listener.isPaused)
  }

  @Test func `a node that answers pings lives, and one that says nothing is left`() throws {
    var pair = try SessionPair.open()
    for _ in 0..<20 {
      pair.now += .seconds(5)
      #expect(pair.dialler.expire(at: pair.now) == nil)
      #expect(pair.listener.expire(at: pair.now) == nil)
      pair.run()
    }
    #expect(pair.dialler.roundTrip == .zero)
    for second in 1...30 {
      #expect(pair.dialler.expire(at: pair.now + .seconds(second)) == nil)
      // The bytes of its pings are lost.
      _ = pair.takeFromDialler()
    }
    guard case .ended(.silent) = pair.dialler.expire(at: pair.now + .seconds(31)) else {
      Issue.record("nothing was heard for 31 s")
      return
    }
  }

  @Test func `a connection that takes nothing for long is given up`() throws {
    var pair = try SessionPair.open()
    pair.dialler.send([UInt8](repeating: 1, count: 100), on: .votes)
    pair.dialler.seal(at: .zero)
    #expect(pair.dialler.expire(at: .seconds(9)) == nil)
    guard case .ended(.stuck) = pair.dialler.expire(at: .seconds(11)) else {
      Issue.record("nothing was taken for 11 s")
      return
    }
  }

  @Test func `whoever leaves says why, and nothing is taken after it`() throws {
    var pair = try SessionPair.open()
    pair.dialler.leave(because: "enough", at: .zero)
    pair.dialler.send([1], on: .votes)
    pair.run()
    #expect(pair.listenerHeard.end == .goodbye("enough"))
    #expect(pair.listenerHeard.messages.isEmpty)
    pair.giveToDialler([1, 2, 3])
    #expect(pair.diallerHeard.isEmpty)
  }

  @Test func `whoever breaks a rule is told which`() throws {
    var (peer, session) = try HostilePeer.meet()
    _ = SessionPair.give(peer.frame(99, []), to: &session, at: .zero)
    #expect(session.end == .violation(.unknownKind(99)))
    #expect(!SessionPair.take(from: &session, at: .zero).isEmpty)
  }

  @Test func `thousands of pings are answered with little`() throws {
    var (peer, session) = try HostilePeer.meet()
    var bytes: [UInt8] = []
    for _ in 0..<10_000 { bytes += peer.frame(.ping, [1, 2, 3, 4, 5, 6, 7, 8]) }
    #expect(SessionPair.give(bytes, to: &session, at: .zero).isEmpty)
    #expect(SessionPair.take(from: &session, at: .zero).count < 100)
  }

  @Test func `a new introduction takes the place of the old one`() throws {
    var pair = try SessionPair.open()
    pair.now = .seconds(60)
    let said = Introduction(epoch: Epoch(9), endorsement: nil, software: "new")
    pair.dialler.introduce(said, at: pair.now)
    pair.run()
    #expect(pair.listener.introduction?.epoch == Epoch(9))
    #expect(pair.listener.introduction?.software == "new")
  }
}
