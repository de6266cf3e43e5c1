/// The server's side of one WebSocket: bytes in, messages and bytes out.
///
/// 1. Every frame is checked when its header is there, before its payload.
/// 2. A text is checked as it arrives, so that what is no UTF-8 is refused at once.
/// 3. After a close frame was sent, nothing else is; after one was received, nothing is read.
package struct WebSocketSession: Sendable {
  private enum State: Sendable {
    case open
    /// We have said why; the connection ends as soon as that is sent.
    case closed
  }

  /// A message whose last frame has not come.
  private struct Draft: Sendable {
    let isText: Bool
    var bytes: [UInt8] = []
    var check = UTF8Check()
  }

  private var input: InputBuffer
  private var state = State.open
  private let messageBytesMax: Int
  private var frame: WebSocketFrame?
  /// How much of the frame's payload has been used.
  private var used = 0
  private var control: [UInt8] = []
  private var draft: Draft?

  package init(
    input: InputBuffer = InputBuffer(), messageBytesMax: Int = RPCLimits.bodyBytesMax
  ) {
    self.input = input
    self.messageBytesMax = messageBytesMax
  }

  package var isOpen: Bool {
    switch state {
    case .open: true
    case .closed: false
    }
  }

  /// What is kept for this connection.
  package var byteCount: Int { input.count + (draft?.bytes.count ?? 0) }

  /// Whether a message has begun to arrive.
  var isInMessage: Bool { draft != nil || frame != nil || !input.isEmpty }

  package mutating func append(_ bytes: some Collection<UInt8>) {
    if isOpen { input.append(bytes) }
  }

  package mutating func fill<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
    input.fill(body)
  }

  /// Parses until a message is complete or the input is used up; control frames are answered.
  package mutating func readMessage(
    answeringInto output: inout OutputQueue
  ) -> WebSocketMessage? {
    guard isOpen else {
      input.removeAll()
      return nil
    }
    do throws(WebSocketClosing) {
      while isOpen {
        if let frame {
          guard try readPayload(of: frame) else { return nil }
          self.frame = nil
          used = 0
          if let message = try finish(frame, &output) { return message }
        } else {
          guard let next = try WebSocketFrame(parsing: &input) else { return nil }
          try begin(next)
          frame = next
        }
      }
    } catch {
      close(error, into: &output)
    }
    return nil
  }

  private mutating func begin(_ frame: WebSocketFrame) throws(WebSocketClosing) {
    switch frame.opcode {
    case .close, .ping, .pong:
      control = []
      return
    case .text, .binary:
      guard draft == nil else {
        throw .protocolError("a message begins before the last one has ended")
      }
      draft = Draft(isText: frame.opcode == .text)
    case .continuation:
      guard draft != nil else { throw .protocolError("there is no message to continue") }
    }
    guard frame.length <= messageBytesMax - (draft?.bytes.count ?? 0) else { throw .tooLarge }
  }

  /// Uses what there is of a payload; true when all of it has been used.
  private mutating func readPayload(of frame: WebSocketFrame) throws(WebSocketClosing) -> Bool {
    let part = input.take(min(frame.length - used, input.count))
    let key = [0, 1, 2, 3].map { frame.key[(used + $0) & 3] }
    used += part.count
    if frame.opcode.isControl {
      Self.unmask(part, key, into: &control)
    } else if var draft {
      // One owner at a time, or every frame would copy the message so far.
      self.draft = nil
      let start = draft.bytes.count
      Self.unmask(part, key, into: &draft.bytes)
      var check = draft.check
      let isValid =
        !draft.isText || check.accept(draft.bytes.span.extracting(droppingFirst: start))
      draft.check = check
      self.draft = draft
      guard isValid else { throw .notUTF8 }
    }
    return used == frame.length
  }

  private static func unmask(
    _ masked: ArraySlice<UInt8>, _ key: [UInt8], into bytes: inout [UInt8]
  ) {
    let (first, second, third, fourth) = (key[0], key[1], key[2], key[3])
    var position = masked.startIndex
    while position + 4 <= masked.endIndex {
      bytes.append(masked[position] ^ first)
      bytes.append(masked[position + 1] ^ second)
      bytes.append(masked[position + 2] ^ third)
      bytes.append(masked[position + 3] ^ fourth)
      position += 4
    }
    for (offset, byte) in masked[position...].enumerated() { bytes.append(byte ^ key[offset]) }
  }

  private mutating func finish(
    _ frame: WebSocketFrame, _ output: inout OutputQueue
  ) throws(WebSocketClosing) -> WebSocketMessage? {
    switch frame.opcode {
    case .pong: return nil
    case .ping:
      output.append(WebSocketFrame.bytes(.pong, control), kind: .pong)
      return nil
    case .close:
      try finishClose(&output)
      return nil
    case .continuation, .text, .binary:
      guard frame.isFinal, let draft else { return nil }
      self.draft = nil
      guard draft.isText else { return .binary(draft.bytes) }
      guard draft.check.isComplete else { throw .notUTF8 }
      return .text(draft.bytes)
    }
  }

  /// The client says goodbye; it gets its own code back.
  private mutating func finishClose(_ output: inout OutputQueue) throws(WebSocketClosing) {
    guard !control.isEmpty else {
      output.append(WebSocketFrame.bytes(.close, []), kind: .close)
      state = .closed
      return
    }
    guard control.count >= 2 else { throw .protocolError("a code has two bytes") }
    let code = UInt16(control[0]) << 8 | UInt16(control[1])
    guard WebSocketClosing.isLegal(code) else {
      throw .protocolError("the code \(code) is not for clients")
    }
    var check = UTF8Check()
    guard check.accept(control.span.extracting(droppingFirst: 2)), check.isComplete else {
      throw .notUTF8
    }
    close(WebSocketClosing(code, ""), into: &output)
  }

  /// Sends a message, unless the WebSocket has ended.
  package func send(_ message: WebSocketMessage, into output: inout OutputQueue) {
    guard isOpen else { return }
    switch message {
    case .text(let bytes): output.append(WebSocketFrame.bytes(.text, bytes), kind: .message)
    case .binary(let bytes): output.append(WebSocketFrame.bytes(.binary, bytes), kind: .message)
    }
  }

  /// Asks the client to show that it is there.
  package func ping(into output: inout OutputQueue) {
    guard isOpen else { return }
    output.append(WebSocketFrame.bytes(.ping, []), kind: .ping)
  }

  /// Ends the WebSocket and says why; what was not begun to be sent is dropped if it is too much.
  package mutating func close(
    _ closing: WebSocketClosing, into output: inout OutputQueue, droppingUnsent: Bool = false
  ) {
    guard isOpen else { return }
    if droppingUnsent { output.dropUnsent() }
    let code = [UInt8(closing.code >> 8), UInt8(closing.code & 0xFF)]
    output.append(WebSocketFrame.bytes(.close, code + Array(closing.reason.utf8)), kind: .close)
    state = .closed
    draft = nil
    input.removeAll()
  }
}
