import Chain
import Codec
import Cryptography
import Foundation
import Sockets
import Synchronization
import TestSupport
import Testing
import Transport

/// A network's end on this machine, which keeps what it is told.
final class TestNode: Sendable {
  static let chain = Network(chainID: ChainID(20_480), genesisHash: Digest(.init(repeating: 7)))

  struct Heard {
    var events: [String] = []
    var messages: [(from: Address, queue: PeerQueue, bytes: [UInt8])] = []
    var connected: [Address: PublicKey?] = [:]
    var connections = 0
    var disconnections: [String] = []
    var notes: [NetworkNote] = []
    var receivedBytes = 0
    var voteCount = 0
  }

  /// What a test decides about a node.
  struct Terms {
    var chain = TestNode.chain
    var epoch = Epoch(1)
    var configured: [PeerEndpoint] = []
    var registered: [PeerEndpoint] = []
    var validators: Set<PublicKey> = []
    /// The consensus key that endorses the node.
    var validatorSeed: UInt8?
    var port: UInt16 = 0
    var limits = TransportLimits()
    /// Whether what comes is worked off at once.
    var isDoneAtOnce = true
    var keepsMessages = true
  }

  let network: PeerNetwork
  let heard: Box

  /// A class, since the events come before the node is complete.
  final class Box: Sendable {
    let state = Mutex(Heard())
    let network = Mutex<PeerNetwork?>(nil)
  }

  static func key(_ seed: UInt8) throws -> PrivateKey {
    try PrivateKey(FixedBytes(repeating: seed))
  }

  static func id(_ seed: UInt8) throws -> Address {
    Address(of: try key(seed).publicKey)
  }

  init(_ seed: UInt8, _ change: (inout Terms) throws -> Void = { _ in }) throws {
    var terms = Terms()
    try change(&terms)
    var settings = PeerSettings(
      listening: [try #require(SocketAddress("127.0.0.1", port: terms.port))],
      configured: terms.configured, software: "test/\(seed)")
    settings.limits = terms.limits
    var endorsement: PeerNetwork.Endorsement?
    if let validatorSeed = terms.validatorSeed {
      endorsement = try Self.endorsement(of: seed, by: validatorSeed, in: terms.epoch)
    }
    let box = Box()
    heard = box
    let (isDoneAtOnce, keeps) = (terms.isDoneAtOnce, terms.keepsMessages)
    network = try PeerNetwork(
      settings, key: Self.key(seed), network: terms.chain, epoch: terms.epoch,
      endorsement: endorsement, validators: terms.validators, registered: terms.registered,
      deliver: { event in
        if case .received(let id, _, let bytes) = event, isDoneAtOnce {
          box.network.withLock { $0 }?.done(bytes.count, from: id)
        }
        box.state.withLock { Self.keep(event, in: &$0, keepsMessages: keeps) }
      }, log: { note in box.state.withLock { $0.notes.append(note) } })
    box.network.withLock { $0 = network }
  }

  deinit {
    stop()
  }

  func stop() {
    guard heard.network.withLock({ $0.take() }) != nil else { return }
    network.stop()
  }

  static func endorsement(
    of seed: UInt8, by validatorSeed: UInt8, in epoch: Epoch
  ) throws -> PeerNetwork.Endorsement {
    let validator = try key(validatorSeed)
    let digest = PeerEndorsement(nodeID: try id(seed), epoch: epoch).digest(on: chain)
    return (validator.publicKey, validator.sign(digest))
  }

  private static func keep(_ event: PeerEvent, in heard: inout Heard, keepsMessages: Bool) {
    switch event {
    case .connected(let id, let key):
      heard.connected[id] = key
      heard.connections += 1
      heard.events.append("connected \(id)")
    case .endorsed(let id, let key):
      heard.connected[id] = key
      heard.events.append("endorsed \(id)")
    case .received(let id, let queue, let bytes):
      heard.receivedBytes += bytes.count
      if queue == .votes { heard.voteCount += 1 }
      if keepsMessages { heard.messages.append((id, queue, bytes)) }
    case .disconnected(let id, let reason):
      heard.connected[id] = nil
      heard.disconnections.append(reason)
      heard.events.append("disconnected \(id): \(reason)")
    }
  }

  /// Makes it dial endpoints as if they were registered.
  func register(_ endpoints: [PeerEndpoint]) {
    network.begin(Epoch(1), endorsement: nil, validators: [], registered: endpoints)
  }

  var port: UInt16 { network.listening[0].port }

  var endpoint: PeerEndpoint {
    PeerEndpoint(nodeID: network.nodeID, host: "127.0.0.1", port: port)
  }

  var connectedIDs: Set<Address> { heard.state.withLock { Set($0.connected.keys) } }
  var noted: [NetworkNote] { heard.state.withLock { $0.notes } }
  var receivedBytes: Int { heard.state.withLock { $0.receivedBytes } }
  var voteCount: Int { heard.state.withLock { $0.voteCount } }
  var notes: [String] { heard.state.withLock { $0.notes.map(\.description) } }
  var disconnections: [String] { heard.state.withLock { $0.disconnections } }
  var messages: [[UInt8]] { heard.state.withLock { $0.messages.map(\.bytes) } }

  /// Waits until something holds; false if it does not come to that in time.
  func reaches(
    within time: Duration = .seconds(10), _ condition: (Heard) -> Bool
  ) -> Bool {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
      if heard.state.withLock({ condition($0) }) { return true }
      Thread.sleep(forTimeInterval: 0.002)
    }
    return heard.state.withLock { condition($0) }
  }

  func isConnected(to other: TestNode, within time: Duration = .seconds(10)) -> Bool {
    reaches(within: time) { $0.connected.keys.contains(other.network.nodeID) }
  }
}
