import Chain
import Codec
import Cryptography
import TestSupport
import Testing
import Transport

@Suite struct HandshakeTests {
  @Test func `both ends learn who the other one is`() throws {
    var pair = try SessionPair()
    pair.run()
    #expect(pair.diallerHeard.identified == (try TestNode.id(2)))
    #expect(pair.listenerHeard.identified == (try TestNode.id(1)))
  }

  @Test func `bytes may come one by one`() throws {
    var pair = try SessionPair()
    for byte in pair.takeFromDialler() { pair.giveToListener([byte]) }
    for byte in pair.takeFromListener() { pair.giveToDialler([byte]) }
    for byte in pair.takeFromDialler() { pair.giveToListener([byte]) }
    #expect(pair.diallerHeard.identified != nil)
    #expect(pair.listenerHeard.identified != nil)
  }

  /// The dialler's and the listener's words after a handshake that must fail.
  private func words(_ pair: SessionPair) -> (dialler: String?, listener: String?) {
    #expect(pair.diallerHeard.identified == nil || pair.listenerHeard.identified == nil)
    return (pair.diallerHeard.end?.description, pair.listenerHeard.end?.description)
  }

  @Test func `another version of the transport is refused in words at both ends`() throws {
    var pair = try SessionPair()
    var hello = pair.takeFromDialler()
    hello[HandshakeLayout.magic.count] = 9
    pair.giveToListener(hello)
    pair.giveToDialler(pair.takeFromListener())
    let (dialler, listener) = words(pair)
    #expect(listener == "it speaks version 9 of the transport, and this node version 1")
    #expect(
      dialler == "the other end refused: it speaks version 1 of the transport, and this node "
        + "version 1")
    #expect(pair.listenerHeard.end?.isLasting == true)
  }

  @Test func `another chain id is refused in words at both ends`() throws {
    let other = Network(chainID: ChainID(7), genesisHash: TestNode.chain.genesisHash)
    var pair = try SessionPair(
      dialler: SessionPair.identity(1, on: other), listener: SessionPair.identity(2))
    pair.run()
    let (dialler, listener) = words(pair)
    #expect(listener == "its chain id is 7, and this node's 20480")
    #expect(
      dialler?.hasPrefix("the other end refused: it is on the network with chain id 20480") == true)
  }

  @Test func `another genesis is refused in words at both ends`() throws {
    let other = Network(chainID: ChainID(20_480), genesisHash: Digest(.init(repeating: 8)))
    var pair = try SessionPair(
      dialler: SessionPair.identity(1), listener: SessionPair.identity(2, on: other))
    pair.run()
    let (dialler, listener) = words(pair)
    #expect(listener?.hasPrefix("its genesis is 0x0707") == true)
    #expect(dialler?.contains("genesis 0x0808") == true)
  }

  @Test func `a node that dials itself notices at both ends`() throws {
    let own = try SessionPair.identity(1)
    var pair = try SessionPair(dialler: own, listener: own)
    pair.run()
    let (dialler, listener) = words(pair)
    #expect(dialler == "it is this node itself")
    #expect(listener == "the other end refused: it is this node itself")
  }

  @Test func `a node with an unexpected id is refused in words at both ends`() throws {
    var pair = try SessionPair(
      dialler: SessionPair.identity(1), listener: SessionPair.identity(2),
      expected: TestNode.id(3))
    pair.run()
    let (dialler, listener) = words(pair)
    #expect(dialler == "it is \(try TestNode.id(2)), and \(try TestNode.id(3)) was expected there")
    #expect(listener == "the other end refused: it looked for a node with another id")
  }

  @Test func `whoever speaks something else is noticed at the first byte`() throws {
    var pair = try SessionPair()
    pair.giveToListener(Array("G".utf8))
    #expect(pair.listenerHeard.end == .handshake(.otherProtocol))
    pair.giveToDialler(Array("HTTP/1.1".utf8))
    #expect(pair.diallerHeard.end == .handshake(.otherProtocol))
  }

  @Test func `no key that is off the curve is used`() throws {
    var pair = try SessionPair()
    var hello = pair.takeFromDialler()
    hello.replaceSubrange((hello.count - 32)..., with: [UInt8](repeating: 0xFF, count: 32))
    pair.giveToListener(hello)
    #expect(pair.listenerHeard.end == .handshake(.noKey))
  }

  @Test(arguments: Seeds.few) func `no handshake survives a change of any byte`(seed: UInt64) throws
  {
    var random = SplitMix64(seed: seed)
    let clean = try SessionPair()
    // Of each message, in the order in which they are sent.
    for message in 0..<3 {
      var count = 1
      var index = 0
      while index < count {
        var pair = clean
        var bytes = pair.takeFromDialler()
        if message > 0 {
          pair.giveToListener(bytes)
          bytes = pair.takeFromListener()
        }
        if message > 1 {
          pair.giveToDialler(bytes)
          bytes = pair.takeFromDialler()
        }
        count = bytes.count
        bytes[index] ^= UInt8(1 << random.number(in: 0...7))
        if message == 1 { pair.giveToDialler(bytes) } else { pair.giveToListener(bytes) }
        pair.run()
        // One end may believe it is done; the other has refused, and no frame can follow.
        let ends = (pair.diallerHeard.identified, pair.listenerHeard.identified)
        #expect(ends.0 == nil || ends.1 == nil, "message \(message), byte \(index)")
        index += 7
      }
    }
  }

  @Test func `a handshake that stops anywhere times out`() throws {
    for length in 0..<HandshakeLayout.helloBytes {
      var pair = try SessionPair()
      pair.giveToListener(pair.takeFromDialler().prefix(length))
      #expect(pair.listenerHeard.isEmpty)
      guard case .ended(.handshakeTooSlow) = pair.listener.expire(at: .seconds(6)) else {
        Issue.record("a hello of \(length) bytes is waited for")
        return
      }
    }
  }

  @Test func `the proof of one connection serves no other`() throws {
    var first = try SessionPair()
    first.giveToListener(first.takeFromDialler())
    first.giveToDialler(first.takeFromListener())
    let proof = first.takeFromDialler()
    // The same dialler's hello, and a listener with another key for the connection.
    var second = try SessionPair()
    second.listener = Session(
      listeningAs: try SessionPair.identity(2), ephemeral: try SessionPair.ephemeral(0x77),
      at: .zero)
    second.giveToListener(second.takeFromDialler())
    second.giveToListener(proof)
    #expect(second.listenerHeard.end == .handshake(.unproven))
  }

  @Test func `an answer sent back as a proof proves nothing`() throws {
    var pair = try SessionPair()
    pair.giveToListener(pair.takeFromDialler())
    let answer = pair.takeFromListener()
    pair.giveToListener([1] + answer.suffix(HandshakeLayout.sealedProofBytes))
    #expect(pair.listenerHeard.end == .handshake(.unproven))
  }
}
