import Chain
import Codec
import Cryptography

extension Session {
  /// Lets a reader add what has arrived.
  package mutating func fill<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
    input.fill(body)
  }

  /// Takes the next event out of what has arrived, if it holds one.
  package mutating func advance(at now: Duration) -> SessionEvent? {
    while true {
      switch phase {
      case .over: return nil
      case .handshake(let handshake):
        guard let event = shake(handshake, at: now) else { return nil }
        return event
      case .open(var opening):
        guard let length = input.frameLength else { return nil }
        guard length > 0, length <= frameLengthMax else {
          return finish(.violation(.tooLong(length)), at: now)
        }
        let size = FrameCipher.frameBytes(length)
        guard input.count >= size else { return nil }
        switch take(size, by: &opening, at: now) {
        case .nothing: phase = .open(opening: opening)
        case .event(let event):
          phase = .open(opening: opening)
          return event
        case .end(let end): return finish(end, at: now)
        }
      }
    }
  }

  /// What came of one frame.
  private enum Taken {
    case nothing
    case event(SessionEvent)
    case end(SessionEnd)
  }

  /// Before it has said who it is, a node needs no long frames.
  private var frameLengthMax: Int {
    introduction == nil
      ? TransportLimits.firstFramePayloadBytesMax : TransportLimits.framePayloadBytesMax
  }

  private mutating func shake(_ handshake: Handshake, at now: Duration) -> SessionEvent? {
    var handshake = handshake
    let step = handshake.advance(&input, output: &output.bytes)
    phase = .handshake(handshake)
    switch step {
    case .needsMore: return nil
    case .failed(let failure): return finish(.handshake(failure), at: now)
    case .secured(let secured):
      let id = Address(of: secured.peer)
      peer = id
      sealing = secured.sealing
      phase = .open(opening: secured.opening)
      lastHeard = now
      return .identified(id)
    }
  }

  private mutating func take(
    _ size: Int, by opening: inout FrameCipher, at now: Duration
  ) -> Taken {
    var frame = InputBuffer()
    swap(&frame, &input)
    defer { swap(&frame, &input) }
    do throws(FrameViolation) {
      let taken = try frame.open(size, by: &opening) { contents throws(FrameViolation) in
        try read(contents, at: now)
      }
      guard let taken else { return .end(.forged) }
      lastHeard = now
      return taken
    } catch {
      return .end(.violation(error))
    }
  }

  private mutating func read(
    _ frame: Span<UInt8>, at now: Duration
  ) throws(FrameViolation) -> Taken {
    guard let kind = FrameKind(code: frame[0]) else { throw .unknownKind(frame[0]) }
    let contents = frame.extracting(1...)
    switch kind {
    case .ping: notices.pong = try Self.number(contents)
    case .pong:
      let asked = Duration.nanoseconds(Int64(clamping: try Self.number(contents)))
      if asked <= now { roundTrip = now - asked }
    case .credit: try queues.credit(try Self.number(contents))
    case .introduction: return .event(.introduced(try readIntroduction(contents, at: now)))
    case .goodbye:
      guard contents.count <= TransportLimits.reasonSizeBytesMax else { throw .malformed }
      let words = String(decoding: [UInt8](copying: contents), as: UTF8.self)
      return .end(.goodbye(words.isPrintable ? words : "for a reason that cannot be shown"))
    case .first(let queue):
      guard introduction != nil else { throw .messageBeforeIntroduction }
      return deliver(try assembly.begin(queue, contents), queue)
    case .next(let queue):
      return deliver(try assembly.go(on: queue, contents), queue)
    }
    return .nothing
  }

  private mutating func deliver(_ message: [UInt8]?, _ queue: PeerQueue) -> Taken {
    guard let message else { return .nothing }
    deliveredBytes += UInt64(message.count)
    return .event(.received(queue, message))
  }

  private static func number(_ contents: Span<UInt8>) throws(FrameViolation) -> UInt64 {
    var reader = ByteReader()
    guard contents.count == 8, let number = try? reader.read(UInt64.self, in: contents) else {
      throw .malformed
    }
    return number
  }

  private mutating func readIntroduction(
    _ contents: Span<UInt8>, at now: Duration
  ) throws(FrameViolation) -> Introduction {
    // Each costs a check of a signature.
    let elapsed = Int((now - introductionsBegan) / TransportLimits.introductionInterval)
    introductionCount += 1
    guard introductionCount <= TransportLimits.introductionBurstMax + elapsed else {
      throw .tooManyIntroductions
    }
    guard let peer, let said = try? Introduction(canonicalBytes: contents) else {
      throw .malformed
    }
    guard said.isValid(of: peer, on: identity.network) else { throw .wrongEndorsement }
    introduction = said
    return said
  }
}
