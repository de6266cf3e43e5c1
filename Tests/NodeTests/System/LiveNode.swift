import Foundation
import Node
import RPC
import TestSupport

/// A node as a process of its own, with a client for it.
final class LiveNode {
  /// A node that did not do what it should have.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let patience = 60.0

  private let process = Process()
  private let input = Pipe()
  private let log: String
  private(set) var port: UInt16 = 0

  /// Starts the node of a home, and waits until it serves clients.
  init(_ program: String, home: String, log: String, _ arguments: [String]) throws {
    self.log = log
    try Data().write(to: URL(fileURLWithPath: log))
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["node", "--home", home, "--rpc-listen", "127.0.0.1:0"] + arguments
    process.standardInput = input
    process.standardError = FileHandle(forWritingAtPath: log)
    try process.run()
    port = try wait(for: "a port") {
      let mark = "listening at 127.0.0.1:"
      guard let line = try said(mark), let range = line.firstRange(of: mark) else { return nil }
      return UInt16(line[range.upperBound...].prefix { $0.isNumber })
    }
  }

  deinit {
    if process.isRunning { kill() }
  }

  /// The first line of its log that has a text in it.
  func said(_ text: String) throws -> String? {
    try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      .first { $0.contains(text) }.map(String.init)
  }

  /// Looks again and again until there is something, or the node has ended.
  @discardableResult
  func wait<Value>(for what: String, _ look: () throws -> Value?) throws -> Value {
    let end = Date() + Self.patience
    while Date() < end {
      if let value = try look() { return value }
      guard process.isRunning else { break }
      Thread.sleep(forTimeInterval: 0.01)
    }
    throw Failure(
      description: "no \(what); \(try String(contentsOfFile: log, encoding: .utf8))")
  }

  /// The most memory it has had so far.
  var memoryBytesMax: Int {
    get throws {
      let status = try String(
        contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      let words = line?.split(whereSeparator: \.isWhitespace) ?? []
      guard words.count == 3, let kilobytes = Int(words[1]) else {
        throw Failure(description: "the system does not tell how much memory there was")
      }
      return kilobytes << 10
    }
  }

  /// Ends it as a power cut would.
  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Writes a line to its standard input.
  func tell(_ line: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data("\(line)\n".utf8))
  }

  /// Asks it to end, and returns its exit code.
  func terminate() -> Int32 {
    askToEnd()
    return exitCode()
  }

  func askToEnd() { process.terminate() }

  /// Waits for its end.
  func exitCode() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  /// Calls a method and returns the whole answer.
  func answer(_ method: String, _ parameters: [JSONValue] = []) throws -> JSONObject {
    let request: JSONValue = [
      "jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .array(parameters),
    ]
    let body = request.compactBytes
    let socket = try ClientSocket(port: port)
    socket.send(
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n")
    socket.send(body)
    let bytes = socket.receiveAll()
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound,
      case .object(let answer) = try JSONValue(parsing: Array(bytes[end...]))
    else { throw Failure(description: "\(method) was not answered") }
    return answer
  }

  /// Calls a method and returns its result.
  func call(_ method: String, _ parameters: JSONValue...) throws -> JSONValue {
    let answer = try answer(method, parameters)
    guard let result = answer["result"] else {
      throw Failure(description: "\(method): \(JSONValue.object(answer).render())")
    }
    return result
  }

  /// What a method says why it does not do what it is asked.
  func refusal(_ method: String, _ parameters: JSONValue...) throws -> String? {
    guard case .object(let error)? = try answer(method, parameters)["error"],
      case .string(let message)? = error["message"]
    else { return nil }
    return message
  }

  /// Reads a number as the interface writes it.
  static func number(_ json: JSONValue?) throws -> UInt64 {
    guard case .string(let text)? = json, let number = UInt64(text.dropFirst(2), radix: 16) else {
      throw Failure(description: "\(json?.render() ?? "nothing") is no number")
    }
    return number
  }
}
