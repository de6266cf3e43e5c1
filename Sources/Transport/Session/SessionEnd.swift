/// Why a connection is over.
package enum SessionEnd: Equatable, Sendable {
  case handshake(HandshakeFailure)
  case handshakeTooSlow
  /// What the other end said when it left.
  case goodbye(String)
  case closed
  /// A frame did not open: it was changed on the way, or the other end lost its place.
  case forged
  case violation(FrameViolation)
  /// Nothing came for so long.
  case silent(Duration)
  /// Nothing could be sent for so long.
  case stuck(Duration)
  /// This node's own decision.
  case own(String)

  /// Whether the other end broke a rule that every node keeps.
  package var isMisbehaviour: Bool {
    switch self {
    case .violation: true
    case .handshake, .handshakeTooSlow, .goodbye, .closed, .forged, .silent, .stuck, .own: false
    }
  }

  /// Whether the other end is told, which could not know.
  var isTold: Bool {
    switch self {
    case .own, .violation, .silent, .handshakeTooSlow: true
    // Nothing is said about bytes that did not open, to whoever may have changed them.
    case .handshake, .goodbye, .closed, .forged, .stuck: false
    }
  }

  /// Whether another attempt soon could only end in the same way.
  package var isLasting: Bool {
    if case .handshake(let failure) = self { return failure.isLasting }
    return false
  }
}

extension SessionEnd: CustomStringConvertible {
  package var description: String {
    switch self {
    case .handshake(let failure): failure.description
    case .handshakeTooSlow: "it did not complete the handshake in time"
    case .goodbye(let words): "it left: \(words)"
    case .closed: "it closed the connection"
    case .forged: "a frame did not open, since it was changed on the way"
    case .violation(let violation): "it broke a rule: \(violation)"
    case .silent(let time): "nothing was heard for \(time.components.seconds) s"
    case .stuck(let time): "it took nothing for \(time.components.seconds) s"
    case .own(let reason): reason
    }
  }
}
