/// How much a node may ask of this one, and for how long something may take.
package struct TransportLimits: Sendable, Equatable {
  // Who is let in. Validators of the epoch have a place of their own beside these.
  /// Connected nodes that dialled this one.
  package var inboundCountMax = 40
  /// Of these, in one network of addresses; not on this machine.
  package var inboundCountPerNetworkMax = 10
  /// Processes of one validator that have places beside these.
  package var processesPerValidatorMax = 4
  /// Registered endpoints that a node which speaks for no validator keeps connected.
  package var outboundCountMax = 10
  /// Connections that have not shown who they are.
  package var halfOpenCountMax = 64
  /// Of one address; not of this machine's own, where a whole test network may live.
  package var connectionsPerAddressMax = 3
  /// Handshakes that one address may begin at once, and how soon it may begin another.
  package var handshakeBurstMax = 5
  package var handshakeInterval = Duration.seconds(1)

  // Time.
  package var dialTime = Duration.seconds(3)
  package var handshakeTime = Duration.seconds(5)
  package var pingInterval = Duration.seconds(10)
  package var deadTime = Duration.seconds(30)
  /// For so long, nothing that waits could be sent.
  package var stuckTime = Duration.seconds(10)
  /// How soon the old connection of a node must answer when it comes with a second one.
  package var proofOfLifeTime = Duration.seconds(2)
  package var redialTimeMin = Duration.milliseconds(250)
  package var redialTimeMax = Duration.seconds(30)
  /// After so long, a connection counts as one that works, and the next attempt is made soon.
  package var steadyTime = Duration.seconds(10)
  package var banTimeMin = Duration.seconds(600)
  package var banTimeMax = Duration.seconds(24 * 3_600)

  /// What the other end has not worked off, beyond which only what is urgent is sent.
  package var windowBytes = 8 << 20
  /// Delivered messages that are not done, beyond which a node is not read.
  package var undoneSizeBytesMax = 24 << 20

  package init() {}
}

extension TransportLimits {
  // What both ends must agree on.

  /// What a frame holds, its kind included.
  package static let framePayloadBytesMax = 64 << 10
  /// The same, before the other end has introduced itself.
  package static let firstFramePayloadBytesMax = 512
  /// Of a message, in one frame; its kind and length stand before it.
  package static let messageBytesPerFrame = framePayloadBytesMax - 5
  /// Frames sealed by one key.
  package static let framesPerKey: UInt64 = 1 << 16
  /// How many bytes are worked off before the other end is told.
  package static let creditStepBytes = 256 << 10
  /// How often a node may introduce itself at once, and how soon once more.
  package static let introductionBurstMax = 8
  package static let introductionInterval = Duration.milliseconds(500)
  package static let reasonSizeBytesMax = 200
  package static let softwareSizeBytesMax = 64

  /// Sealed bytes that wait for the socket; more is sealed when fewer do.
  package static let sealedBytesMax = 128 << 10
  /// What the system may keep unsent, where nothing can overtake.
  package static let unsentBytesMax = 128 << 10
  /// What the system may keep unread; at a round trip of 100 ms, ten megabytes a second.
  package static let unreadBytesMax = 1 << 20
  package static let readBytesMax = 64 << 10
  package static let firstReadBytes = 16 << 10
  /// How much a sender's own thread writes before it leaves the rest to the network's.
  package static let inlineBytesMax = 128 << 10

  /// The largest message of a queue.
  package static func messageSizeBytesMax(_ queue: PeerQueue) -> Int {
    switch queue {
    case .votes: 256 << 10
    case .proposals: 6 << 20
    case .requests: 512 << 10
    case .transactions: 1 << 20
    case .data: 6 << 20
    }
  }

  /// What may wait in a queue.
  package static func queueSizeBytesMax(_ queue: PeerQueue) -> Int {
    switch queue {
    case .votes: 4 << 20
    case .proposals: 16 << 20
    case .requests: 2 << 20
    case .transactions: 8 << 20
    case .data: 16 << 20
    }
  }
}
