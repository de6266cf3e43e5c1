import Sockets

/// Calls the methods of a node over HTTP, one at a time, each waiting for its answer.
package struct RPCClient: Sendable {
  /// An answer is no longer than what a node sends at most, and its head.
  private static let answerBytesMax = 2 * RPCLimits.answerBytesMax

  package let endpoint: RPCEndpoint
  /// How long a node may let its client wait.
  private let timeoutMilliseconds: Int

  package init(_ endpoint: RPCEndpoint, timeoutMilliseconds: Int = 30_000) {
    self.endpoint = endpoint
    self.timeoutMilliseconds = timeoutMilliseconds
  }

  /// Calls a method and returns its result.
  package func call(
    _ method: String, _ parameters: [JSONValue]
  ) throws(RPCClientFailure) -> JSONValue {
    let request: JSONValue = [
      "jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .array(parameters),
    ]
    let bytes = try exchange(request.compactBytes)
    let body = try body(of: bytes)
    guard case .object(let answer)? = try? JSONValue(parsing: body) else {
      throw .noAnswer(endpoint, reason: "the answer is no JSON object")
    }
    if case .object(let error)? = answer["error"] { throw .refused(RPCError(error)) }
    guard let result = answer["result"] else {
      throw .noAnswer(endpoint, reason: "the answer has no result")
    }
    return result
  }

  private func exchange(_ body: [UInt8]) throws(RPCClientFailure) -> [UInt8] {
    let head = """
      POST \(endpoint.path) HTTP/1.1\r\nHost: \(endpoint.authority)\r\n\
      Content-Type: application/json\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n
      """
    do throws(SocketError) {
      let socket = try OutgoingSocket(
        host: endpoint.host, port: endpoint.port, timeoutMilliseconds: timeoutMilliseconds)
      try socket.write(Array(head.utf8) + body)
      return try socket.readAll(atMost: Self.answerBytesMax)
    } catch {
      throw .unreachable(endpoint, reason: error.reason)
    }
  }

  /// What follows the head of an answer; a node that closes need not say how long it is.
  private func body(of bytes: [UInt8]) throws(RPCClientFailure) -> [UInt8] {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
      throw .noAnswer(endpoint, reason: "the answer is not HTTP")
    }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw .noAnswer(endpoint, reason: "the answer is not HTTP")
    }
    let body = Array(bytes[end.upperBound...])
    let isChunked = lines.dropFirst().contains { line in
      let line = line.lowercased()
      return line.hasPrefix("transfer-encoding:") && line.hasSuffix("chunked")
    }
    guard status == 200 else {
      let reason = lines[0].dropFirst(words[0].count + 1)
      throw .noAnswer(endpoint, reason: "it answers with \(reason)")
    }
    return isChunked ? try unchunk(body) : body
  }

  private func unchunk(_ bytes: [UInt8]) throws(RPCClientFailure) -> [UInt8] {
    var input = InputBuffer()
    input.append(bytes)
    var body = ChunkedBody()
    guard (try? body.read(from: &input, limit: Self.answerBytesMax)) == true else {
      throw .noAnswer(endpoint, reason: "the answer ends in its middle")
    }
    return body.bytes
  }
}

extension RPCError {
  /// What a node sent as its reason.
  fileprivate init(_ object: JSONObject) {
    var (code, message) = (0, "the node gives no reason")
    if case .number(let number)? = object["code"] { code = number.integer() ?? 0 }
    if case .string(let text)? = object["message"] { message = text }
    self.init(code: code, message: message, data: object["data"])
  }
}
