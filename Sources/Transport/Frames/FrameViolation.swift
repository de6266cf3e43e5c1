/// What no node does that follows the rules of frames.
package enum FrameViolation: Error, Equatable, Sendable {
  case tooLong(Int)
  case unknownKind(UInt8)
  case malformed
  case messageTooLarge(PeerQueue, sizeBytes: Int, limit: Int)
  case messageInsideMessage
  case noMessageToGoOnWith
  case messageBeforeIntroduction
  case tooManyIntroductions
  /// Credit that goes back, or beyond what was sent.
  case wrongCredit
  case wrongEndorsement
}

extension FrameViolation: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLong(let length):
      "it sent a frame of \(length) bytes, and at most "
        + "\(TransportLimits.framePayloadBytesMax) are allowed"
    case .unknownKind(let code): "it sent a frame of the unknown kind \(code)"
    case .malformed: "it sent a frame that does not hold what its kind says"
    case .messageTooLarge(let queue, let size, let limit):
      "it announced a message of \(size) bytes among \(queue), where \(limit) are allowed"
    case .messageInsideMessage: "it began a message before the one before was complete"
    case .noMessageToGoOnWith: "it went on with a message that it had not begun"
    case .messageBeforeIntroduction: "it sent a message before it introduced itself"
    case .tooManyIntroductions: "it introduced itself too often"
    case .wrongCredit: "it took back credit, or gave it for what was never sent"
    case .wrongEndorsement: "it showed an endorsement that the validator did not sign"
    }
  }
}
