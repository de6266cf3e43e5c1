import Codec
import Foundation
import Glibc
import RPC
import TestSupport

/// The program beside this one as a process, and a connection with it.
final class BenchedNode {
  let home: String
  let port: UInt16
  private let arguments: [String]
  private var process = Process()
  private var connection: ClientSocket?

  /// Runs the node of a home, which serves clients at a port.
  init(home: String, port: UInt16, arguments: [String] = []) throws {
    self.home = home
    self.port = port
    self.arguments = arguments
    try start()
  }

  /// Starts it, again if it ran before; returns once it answers.
  func start() throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: try Self.program())
    process.arguments = ["node", "--home", home, "--log-level", "warn"] + arguments
    try process.run()
    try wait(for: 0)
  }

  /// Waits until it says that it has a block of some height; meanwhile it may begin anew.
  func wait(for height: UInt64) throws {
    while true {
      if let reached = try? number("eth_blockNumber"), reached >= height { return }
      guard process.isRunning else {
        throw ReadBench.Failure(description: "the node of \(home) has stopped")
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  static func program() throws -> String {
    guard let program = Running.product("tradewind") else {
      throw ReadBench.Failure(
        description: "the program is not beside this one; build the product tradewind first")
    }
    return program
  }

  func stop() {
    guard process.isRunning else { return }
    process.terminate()
    process.waitUntilExit()
    connection = nil
  }

  /// Ends it as a power cut would.
  func kill() {
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    connection = nil
  }

  /// Calls a method over a connection that stays, as wallets' libraries do.
  func call(_ method: String, _ parameters: JSONValue...) throws -> JSONValue {
    let answer = try exchange(Self.request(method, parameters))
    guard case .object(let object) = answer, let result = object["result"] else {
      throw ReadBench.Failure(description: "\(method) is answered with \(answer.render())")
    }
    return result
  }

  /// Hands in transactions, all in one request; each has to be taken.
  func submit(_ transactions: some Collection<[UInt8]>) throws {
    let requests = transactions.map { raw in
      Self.request("eth_sendRawTransaction", [.string(Hex.encode(raw.span, prefix: true))])
    }
    let answer = try exchange(.array(requests))
    guard case .array(let answers) = answer else {
      throw ReadBench.Failure(description: "a batch is answered with \(answer.render())")
    }
    for case .object(let object) in answers where object["result"] == nil {
      throw ReadBench.Failure(
        description: "a transaction is answered with \(JSONValue.object(object).render())")
    }
  }

  private static func request(_ method: String, _ parameters: [JSONValue]) -> JSONValue {
    ["jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .array(parameters)]
  }

  private func exchange(_ request: JSONValue) throws -> JSONValue {
    let body = request.compactBytes
    let socket = try connection ?? ClientSocket(port: port)
    connection = socket
    let head =
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    socket.send(Array(head.utf8) + body)
    var answer: [UInt8] = []
    while true {
      let part = socket.receive()
      answer += part
      if let end = answer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound,
        let value = try? JSONValue(parsing: Array(answer[end...]))
      {
        return value
      }
      guard !part.isEmpty else {
        connection = nil
        let text = String(decoding: answer, as: UTF8.self)
        throw ReadBench.Failure(description: "a request is answered with \(text)")
      }
    }
  }

  func number(_ method: String) throws -> UInt64 {
    guard case .string(let text) = try call(method),
      let number = UInt64(text.dropFirst(2), radix: 16)
    else { throw ReadBench.Failure(description: "\(method) is answered with no number") }
    return number
  }

  /// The node's resident memory: what is its own alone, and pages of files, most of them of its
  /// database, which the system takes back when it needs room.
  func memoryBytes() throws -> (own: Int, files: Int) {
    let status = try String(
      contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
    func bytes(_ name: String) -> Int {
      let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
      let words = line?.split(whereSeparator: \.isWhitespace) ?? []
      return words.count == 3 ? (Int(words[1]) ?? 0) << 10 : 0
    }
    return (bytes("RssAnon:"), bytes("RssFile:"))
  }

  /// The time of a processor it has taken so far.
  func processorSeconds() throws -> Double {
    let text = try String(
      contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
    // Its name, in parentheses, may have spaces; the times are the 14th and 15th field.
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
      return 0
    }
    return (user + system) / 100
  }
}
