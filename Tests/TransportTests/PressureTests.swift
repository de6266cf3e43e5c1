import Chain
import Foundation
import TestSupport
import Testing
import Transport

/// Real sockets whose other ends are slow, greedy or mad.
@Suite(.serialized) struct PressureTests {
  @Test func `bytes that mean nothing do no harm`() throws {
    let node = try TestNode(1)
    var random = SplitMix64(seed: 1)
    for round in 0..<50 {
      let client = try ClientSocket(port: node.port)
      let start = round % 2 == 0 ? Array("tradewind".utf8) + [1, 0] : []
      client.send(start + random.bytes(count: 2_000))
      #expect(client.receiveAll().count <= 200)
    }
    let friend = try TestNode(2) { $0.configured = [node.endpoint] }
    #expect(node.isConnected(to: friend))
  }

  @Test func `connections that say nothing take a bounded number of places for a while`() throws {
    let node = try TestNode(1) { terms in
      terms.limits.halfOpenCountMax = 4
      terms.limits.handshakeTime = .milliseconds(300)
    }
    let silent = try (0..<4).map { _ in try ClientSocket(port: node.port) }
    let late = try ClientSocket(port: node.port)
    #expect(late.receiveAll().isEmpty)
    #expect(node.reaches { $0.notes.contains { $0.description.contains("have not shown") } })
    for client in silent { #expect(client.receiveAll().isEmpty) }
    let friend = try TestNode(2) { $0.configured = [node.endpoint] }
    #expect(node.isConnected(to: friend))
  }

  @Test func `a node that breaks a rule is told so and kept away`() throws {
    let node = try TestNode(1)
    var hostile = try HostileClient(3, port: node.port)
    #expect(node.reaches { $0.connections == 1 })
    hostile.send { $0.first(.data, sizeBytes: 1 << 30, [1]) }
    #expect(node.reaches { $0.disconnections.count == 1 })
    #expect(node.disconnections[0].contains("announced a message of 1073741824 bytes"))
    #expect(node.notes.contains { $0.contains("is kept away for 600 s") })
  }

  @Test func `a reader that works nothing off gets votes, and data up to the window`() throws {
    let reader = try TestNode(1) { $0.isDoneAtOnce = false }
    let window = 1 << 20
    let sender = try TestNode(2) { terms in
      terms.configured = [reader.endpoint]
      terms.limits.windowBytes = window
    }
    #expect(sender.isConnected(to: reader) && reader.isConnected(to: sender))
    let part = [UInt8](repeating: 1, count: 1 << 18)
    for _ in 0..<80 { sender.network.broadcast(part, on: .data) }
    #expect(reader.reaches { $0.receivedBytes >= window })
    sender.network.broadcast([7], on: .votes)
    #expect(reader.reaches { $0.messages.last?.queue == .votes })
    let received = reader.receivedBytes
    #expect(received <= window + (1 << 20))
    #expect(sender.network.reports()[0].queuedBytes <= 16 << 20)
    #expect(sender.network.reports()[0].droppedCount > 0)
    reader.network.done(received, from: sender.network.nodeID)
    #expect(reader.reaches { $0.receivedBytes > received + (1 << 19) })
  }

  @Test func `a flood of one node is not read on, and does not keep others from being heard`()
    throws
  {
    let node = try TestNode(1) { terms in
      terms.isDoneAtOnce = false
      terms.keepsMessages = false
      terms.limits.undoneSizeBytesMax = 1 << 20
    }
    let friend = try TestNode(2) { $0.configured = [node.endpoint] }
    #expect(node.isConnected(to: friend))
    var hostile = try HostileClient(3, port: node.port, timeoutMilliseconds: 500)
    #expect(node.reaches { $0.connections == 2 })
    let vote = [UInt8](repeating: 1, count: 60_000)
    var sent = 0
    // It sends until the node takes no more.
    while hostile.send({ $0.first(.votes, sizeBytes: vote.count, vote) }), sent < 1 << 28 {
      sent += vote.count
    }
    #expect(sent < 1 << 28)
    let received = node.receivedBytes
    #expect(received < (1 << 20) + (1 << 18))
    friend.network.broadcast([1, 2, 3], on: .votes)
    #expect(node.reaches { $0.receivedBytes == received + 3 })
  }

  /// A gibibyte in the long tier.
  @Test func `votes are quick while much data goes both ways`() throws {
    let total = Seeds.isSoaking ? 1 << 30 : 1 << 21
    let first = try TestNode(1) { $0.keepsMessages = false }
    let second = try TestNode(2) { terms in
      terms.configured = [first.endpoint]
      terms.keepsMessages = false
    }
    #expect(first.isConnected(to: second) && second.isConnected(to: first))
    let part = [UInt8](repeating: 1, count: Seeds.isSoaking ? 1 << 20 : 1 << 16)
    let echoes = Echoes(first, second)
    var latencies: [Duration] = []
    let start = ContinuousClock.now
    while first.receivedBytes < total {
      for node in [first, second]
      where (node.network.reports().first?.queuedBytes ?? 0) < 4 * part.count {
        node.network.broadcast(part, on: .data)
      }
      latencies.append(echoes.time())
      Thread.sleep(forTimeInterval: 0.001)
    }
    let time = ContinuousClock.now - start
    latencies.sort()
    let (median, most) = (latencies[latencies.count / 2], latencies[latencies.count * 99 / 100])
    print("\(total >> 20) MiB each way in \(time); votes: median \(median), 99th part \(most)")
    #expect(first.disconnections.isEmpty && second.disconnections.isEmpty)
    // Without optimisation a mebibyte takes a second to encrypt.
    #expect(most < (Seeds.isSoaking ? .milliseconds(500) : .seconds(5)))
  }

  /// Sends a vote that the other node's events show, and measures how long that takes.
  private struct Echoes {
    let sender: TestNode
    let receiver: TestNode

    init(_ sender: TestNode, _ receiver: TestNode) {
      self.sender = sender
      self.receiver = receiver
    }

    func time() -> Duration {
      let before = receiver.voteCount
      let start = ContinuousClock.now
      sender.network.broadcast([1], on: .votes)
      while receiver.voteCount == before,
        ContinuousClock.now - start < .seconds(5)
      { Thread.sleep(forTimeInterval: 0.000_05) }
      return ContinuousClock.now - start
    }
  }
}
