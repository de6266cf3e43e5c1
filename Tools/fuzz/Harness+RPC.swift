import RPC

/// What any client on the network can send.
extension Harness {
  static let clients: [Harness] = [http, webSocket, jsonRPC]

  private static let head =
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
  private static let upgrade = """
    GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
    """

  /// A whole connection: the length of the pieces it arrives in, and its bytes.
  ///
  /// However they are cut, the same work must come out of them and the same bytes go back.
  private static let http = Harness("http") {
    [
      head + "Content-Length: 2\r\n\r\n{}" + head + "Content-Length: 2\r\n\r\n[]",
      head + "Transfer-Encoding: chunked\r\n\r\n2;a=\"b\"\r\n{}\r\n0\r\nX: y\r\n\r\n",
      head + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1",
      "OPTIONS * HTTP/1.1\r\nHost: h\r\nOrigin: null\r\n\r\n", "HEAD / HTTP/1.0\r\n\r\n",
      upgrade + "\u{1}\u{2}",
    ].map { [3] + Array($0.utf8) }
  } run: { input in
    guard let first = input.first else { return }
    let bytes = input.dropFirst()
    let whole = served(bytes, pieceBytes: .max)
    let cut = served(bytes, pieceBytes: Int(first % 32) + 1)
    precondition(whole.work == cut.work, "cutting changes no request")
    // Whether a client is told to go on depends on what it has sent with the head.
    precondition(
      withoutInterim(whole.output) == withoutInterim(cut.output), "cutting changes no answer")
  }

  private static func withoutInterim(_ output: [UInt8]) -> [UInt8] {
    output.split(separator: Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)).flatMap { $0 }
  }

  private static func served(
    _ bytes: ArraySlice<UInt8>, pieceBytes: Int
  ) -> (work: [Work], output: [UInt8]) {
    let now = Moment(uptime: .zero, unixSeconds: 0)
    var limits = ConnectionLimits()
    limits.bodyBytesMax = 1_000
    var session = ConnectionSession(limits: limits, at: now)
    var work: [Work] = []
    var output: [UInt8] = []
    var rest = bytes
    repeat {
      session.append(rest.prefix(pieceBytes), at: now)
      rest = rest.dropFirst(pieceBytes)
      while let next = session.advance(at: now) {
        work.append(next)
        session.answer(.content([UInt8(ascii: "1")]), at: now)
      }
      while !session.output.isEmpty {
        output += session.output.front
        session.didSend(session.output.front.count, at: now)
      }
    } while !rest.isEmpty
    precondition(session.byteCount <= 40_000, "a connection keeps little")
    return (work, output)
  }

  /// The length of the pieces that frames arrive in, and the frames.
  private static let webSocket = Harness("websocket") {
    [
      [5, 0x81, 0x82, 1, 2, 3, 4, 0x60, 0x60], [5, 0x88, 0x82, 0, 0, 0, 0, 3, 0xE8],
      [1, 0x01, 0x81, 0, 0, 0, 0, 0xC3, 0x89, 0x80, 0, 0, 0, 0, 0x80, 0x81, 0, 0, 0, 0, 0xA9],
      [9, 0x82, 0xFE, 0, 126, 0, 0, 0, 0] + [UInt8](repeating: 7, count: 126),
    ]
  } run: { input in
    guard let first = input.first else { return }
    let bytes = input.dropFirst()
    let whole = received(bytes, pieceBytes: .max)
    let cut = received(bytes, pieceBytes: Int(first % 32) + 1)
    precondition(whole.messages == cut.messages, "cutting changes no message")
    precondition(whole.output == cut.output, "cutting changes no answer")
    for case .text(let text) in whole.messages {
      precondition(String(validating: text, as: UTF8.self) != nil, "a text is UTF-8")
    }
  }

  private static func received(
    _ bytes: ArraySlice<UInt8>, pieceBytes: Int
  ) -> (messages: [WebSocketMessage], output: [UInt8]) {
    var session = WebSocketSession(messageBytesMax: 1_000)
    var queue = OutputQueue()
    var messages: [WebSocketMessage] = []
    var rest = bytes
    repeat {
      session.append(rest.prefix(pieceBytes))
      rest = rest.dropFirst(pieceBytes)
      while let message = session.readMessage(answeringInto: &queue) { messages.append(message) }
    } while !rest.isEmpty
    var output: [UInt8] = []
    while !queue.isEmpty {
      output += queue.front
      queue.remove(queue.front.count)
    }
    return (messages, output)
  }

  /// A request to an interface; whatever it is, the answer is JSON or nothing.
  private static let jsonRPC = Harness("json-rpc") {
    [
      #"{"jsonrpc":"2.0","id":1,"method":"fuzz_echo","params":["a\u0041"]}"#,
      #"[{"jsonrpc":"2.0","id":"é","method":"fuzz_add","params":{"a":"0x1","b":null}},1]"#,
      #"{"jsonrpc":"2.0","method":"fuzz_echo","params":[{"a":[-1.5e3,true]}]}"#, "[]",
    ].map { Array($0.utf8) }
  } run: { input in
    let request = sampleInterface.parse(input)
    if let answer = sampleInterface.answer(request, context: RPCContext()) {
      precondition((try? JSONValue(parsing: answer)) != nil, "an answer is JSON")
    }
    guard let value = try? JSONValue(parsing: input) else { return }
    precondition(
      (try? JSONValue(parsing: value.compactBytes)) == value, "what is written reads the same")
  }

  private static let sampleInterface = RPCInterface([
    RPCMethod(
      "fuzz_echo", summary: "The argument itself", .required("value", .any), answer: .any,
      example: .init(["a"], answer: "a")
    ) { _, value in .value(value) },
    RPCMethod(
      "fuzz_add", summary: "A sum", .required("a", .quantity),
      .optional("b", .quantity, standard: 0 as UInt64), answer: .quantity,
      example: .init(["0x1"], answer: "0x1")
    ) { (_: RPCContext, a: UInt64, b: UInt64) in .quantity(a &+ b) },
  ])
}
