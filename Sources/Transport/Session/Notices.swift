/// What a session has to say apart from messages, each at most once.
struct Notices: Sendable {
  var introduction: [UInt8]?
  /// The number to send back of the last ping, whatever came before it.
  var pong: UInt64?
  var ping: UInt64?
  var credit: UInt64?
  var goodbye: String?

  var isWaiting: Bool {
    introduction != nil || pong != nil || ping != nil || credit != nil || goodbye != nil
  }

  /// The next one, which is said with that.
  mutating func take() -> (kind: FrameKind, contents: [UInt8])? {
    if let introduction = introduction.take() { return (.introduction, introduction) }
    if let pong = pong.take() { return (.pong, Self.bytes(of: pong)) }
    if let credit = credit.take() { return (.credit, Self.bytes(of: credit)) }
    if let ping = ping.take() { return (.ping, Self.bytes(of: ping)) }
    if let goodbye = goodbye.take() {
      return (.goodbye, Array(goodbye.utf8.prefix(TransportLimits.reasonSizeBytesMax)))
    }
    return nil
  }

  private static func bytes(of number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
  }
}
