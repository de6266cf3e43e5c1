/// What a frame holds, as its first byte says.
package enum FrameKind: Equatable, Sendable {
  /// A number of eight bytes, to be sent back.
  case ping
  case pong
  /// How many bytes of messages were worked off since the connection began, as a u64.
  case credit
  /// Who speaks, in which epoch; see `Introduction`.
  case introduction
  /// Why the connection is given up, as UTF-8.
  case goodbye
  /// The length of a message as a u32, and its first bytes.
  case first(PeerQueue)
  /// The next bytes of the message a queue is at.
  case next(PeerQueue)

  private static let firstCode: UInt8 = 0x10
  private static let nextCode: UInt8 = 0x20

  package var code: UInt8 {
    switch self {
    case .ping: 0
    case .pong: 1
    case .credit: 2
    case .introduction: 3
    case .goodbye: 4
    case .first(let queue): Self.firstCode | queue.rawValue
    case .next(let queue): Self.nextCode | queue.rawValue
    }
  }

  package init?(code: UInt8) {
    switch code {
    case 0: self = .ping
    case 1: self = .pong
    case 2: self = .credit
    case 3: self = .introduction
    case 4: self = .goodbye
    default:
      guard let queue = PeerQueue(rawValue: code & 0x0F) else { return nil }
      switch code & 0xF0 {
      case Self.firstCode: self = .first(queue)
      case Self.nextCode: self = .next(queue)
      default: return nil
      }
    }
  }
}
