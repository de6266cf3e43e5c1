import Chain
import Cryptography
import Foundation
import TestSupport
import Testing
import Transport

/// Real sockets: what the system and other threads add to what sessions already decide.
@Suite(.serialized) struct MeshTests {
  @Test func `four nodes that know each other's endpoints are all connected`() throws {
    var nodes: [TestNode] = []
    for seed in UInt8(1)...4 {
      nodes.append(try TestNode(seed) { $0.configured = nodes.map(\.endpoint) })
    }
    for node in nodes {
      for other in nodes where other.network.nodeID != node.network.nodeID {
        #expect(node.isConnected(to: other), "\(node.notes)")
      }
    }
    for node in nodes { node.network.broadcast(Array("hello".utf8), on: .votes) }
    for node in nodes { #expect(node.reaches { $0.messages.count == 3 }) }
    let reports = nodes[0].network.reports()
    #expect(reports.map(\.nodeID) == (try (2...4).map(TestNode.id)).sorted())
    #expect(reports.map(\.software).sorted() == ["test/2", "test/3", "test/4"])
  }

  @Test func `two nodes that dial each other at one time keep one connection`() throws {
    for round in UInt8(0)..<20 {
      let (first, second) = (try TestNode(1 + round), try TestNode(101 + round))
      first.register([second.endpoint])
      second.register([first.endpoint])
      // Both end up with the connection that the lower id dialled, or the only one there was.
      #expect(first.isConnected(to: second), "\(first.notes)")
      #expect(second.isConnected(to: first), "\(second.notes)")
      Thread.sleep(forTimeInterval: 0.05)
      let (atFirst, atSecond) = (first.network.reports(), second.network.reports())
      #expect(atFirst.count == 1 && atSecond.count == 1)
      #expect(atFirst.first?.direction != atSecond.first?.direction)
      first.network.broadcast([1], on: .votes)
      second.network.broadcast([2], on: .votes)
      #expect(first.reaches { $0.messages.last?.bytes == [2] })
      #expect(second.reaches { $0.messages.last?.bytes == [1] })
    }
  }

  @Test func `a node that is started again is connected again`() throws {
    let stays = try TestNode(1)
    var goes: TestNode? = try TestNode(2) { $0.configured = [stays.endpoint] }
    let port = try #require(goes?.port)
    let dialler = try TestNode(3) { $0.configured = [try #require(goes?.endpoint)] }
    #expect(goes.map { stays.isConnected(to: $0) && dialler.isConnected(to: $0) } == true)
    goes?.stop()
    #expect(stays.reaches { $0.connected.isEmpty })
    #expect(stays.disconnections == ["it left: this node is stopping"])
    goes = nil
    let again = try TestNode(2) { terms in
      terms.configured = [stays.endpoint]
      terms.port = port
    }
    #expect(stays.isConnected(to: again))
    #expect(dialler.isConnected(to: again))
  }

  @Test func `an endpoint where nobody is dialled less often, and found when somebody is`() throws {
    let placeholder = try TestNode(2)
    let endpoint = placeholder.endpoint
    placeholder.stop()
    let node = try TestNode(1) { $0.configured = [endpoint] }
    #expect(node.reaches { $0.notes.count { $0.description.contains("not reached") } == 3 })
    let times = node.noted.compactMap { note in
      if case .notReached(_, _, let again, _) = note { again } else { nil }
    }
    #expect(times[0] < .milliseconds(251) && times[2] > .milliseconds(499))
    let found = try TestNode(2) { $0.port = endpoint.port }
    #expect(node.isConnected(to: found))
  }

  @Test func `a node that dials itself stops to`() throws {
    let probe = try TestNode(9)
    let port = probe.port
    probe.stop()
    let node = try TestNode(1) { terms in
      terms.port = port
      terms.configured = [PeerEndpoint(nodeID: try TestNode.id(2), host: "localhost", port: port)]
    }
    let words = "it is this node itself"
    #expect(node.reaches { $0.notes.contains { $0.description.contains(words) } })
    Thread.sleep(forTimeInterval: 1)
    #expect(node.notes.count { $0.contains("was not reached: \(words)") } == 1)
    #expect(node.connectedIDs.isEmpty)
  }

  @Test func `whoever is not who was expected is refused in words at both ends`() throws {
    let other = try TestNode(2)
    let node = try TestNode(1) { terms in
      terms.configured = [
        PeerEndpoint(nodeID: try TestNode.id(3), host: "127.0.0.1", port: other.port)
      ]
    }
    #expect(node.reaches { $0.notes.contains { $0.description.contains("was expected there") } })
    #expect(other.reaches { $0.notes.contains { $0.description.contains("with another id") } })
  }

  @Test func `nodes of other networks are refused in words at both ends`() throws {
    let other = try TestNode(2) { terms in
      terms.chain = Network(chainID: ChainID(1), genesisHash: TestNode.chain.genesisHash)
    }
    let node = try TestNode(1) { $0.configured = [other.endpoint] }
    #expect(node.reaches { $0.notes.contains { $0.description.contains("chain id 1 ") } })
    #expect(other.reaches { $0.notes.contains { $0.description.contains("chain id is 20480") } })
  }

  @Test func `a second node with the same key is refused while the first one lives`() throws {
    let node = try TestNode(1)
    let first = try TestNode(2) { $0.configured = [node.endpoint] }
    #expect(node.isConnected(to: first))
    let second = try TestNode(2) { $0.configured = [node.endpoint] }
    #expect(
      second.reaches { $0.notes.contains { $0.description.contains("another connection") } })
    #expect(node.isConnected(to: first))
    #expect(node.disconnections.isEmpty)
  }

  @Test func `a node that comes again takes the place of a connection that is dead`() throws {
    let node = try TestNode(1) { $0.limits.proofOfLifeTime = .milliseconds(300) }
    let dead = try HostileClient(3, port: node.port)
    #expect(node.reaches { $0.connections == 1 })
    let alive = try TestNode(3) { $0.configured = [node.endpoint] }
    #expect(alive.isConnected(to: node))
    #expect(node.reaches { $0.connections == 2 })
    #expect(node.disconnections == ["it came again, and did not answer on this connection"])
    withExtendedLifetime(dead) {}
  }

  @Test func `validators have places of their own`() throws {
    let validator = try TestNode.key(50).publicKey
    let node = try TestNode(1) { terms in
      terms.limits.inboundCountMax = 1
      terms.validators = [validator]
    }
    let guest = try TestNode(2) { $0.configured = [node.endpoint] }
    #expect(node.isConnected(to: guest))
    let late = try TestNode(3) { $0.configured = [node.endpoint] }
    #expect(late.reaches { $0.notes.contains { $0.description.contains("places are taken") } })
    let member = try TestNode(4) { terms in
      terms.configured = [node.endpoint]
      terms.validatorSeed = 50
    }
    #expect(node.isConnected(to: member))
    let id = member.network.nodeID
    #expect(node.reaches { $0.connected[id] == validator })
    // An endorsement holds for the epochs beside its own, and a new one takes its place.
    node.network.begin(Epoch(2), endorsement: nil, validators: [validator], registered: [])
    node.network.begin(Epoch(3), endorsement: nil, validators: [validator], registered: [])
    #expect(node.reaches { $0.connected[id] == .some(nil) })
    member.network.begin(
      Epoch(3), endorsement: try TestNode.endorsement(of: 4, by: 50, in: Epoch(3)),
      validators: [validator], registered: [])
    #expect(node.reaches { $0.connected[id] == validator })
  }

  @Test func `a validator has places for some processes, and its others are guests`() throws {
    let validator = try TestNode.key(50).publicKey
    let node = try TestNode(1) { terms in
      terms.limits.inboundCountMax = 1
      terms.limits.processesPerValidatorMax = 2
      terms.validators = [validator]
    }
    var processes: [TestNode] = []
    for seed in 2...4 {
      let process = try TestNode(UInt8(seed)) { terms in
        terms.configured = [node.endpoint]
        terms.validatorSeed = 50
      }
      #expect(node.isConnected(to: process))
      processes.append(process)
    }
    let late = try TestNode(5) { terms in
      terms.configured = [node.endpoint]
      terms.validatorSeed = 50
    }
    #expect(late.reaches { $0.notes.contains { $0.description.contains("places are taken") } })
    withExtendedLifetime(processes) {}
  }

  @Test func `a node that is left is kept away, unless it speaks for a validator`() throws {
    let validator = try TestNode.key(50).publicKey
    let node = try TestNode(1) { $0.validators = [validator] }
    let guest = try TestNode(2) { $0.configured = [node.endpoint] }
    let member = try TestNode(3) { terms in
      terms.configured = [node.endpoint]
      terms.validatorSeed = 50
    }
    #expect(node.isConnected(to: guest) && node.isConnected(to: member))
    for other in [guest, member] {
      #expect(other.isConnected(to: node))
      node.network.leave(other.network.nodeID, because: "it sent nonsense")
      #expect(other.reaches { $0.disconnections == ["it left: it sent nonsense"] })
    }
    #expect(member.isConnected(to: node))
    #expect(guest.reaches { $0.notes.contains { $0.description.contains("kept away for what") } })
    #expect(guest.connectedIDs.isEmpty)
  }
}
