import Chain
import Cryptography
import Foundation
import Node
import RPC
import TestSupport

/// The program beside this one, running a chain of its own.
final class BenchedNode {
  let folder: TemporaryFolder
  let port: UInt16
  /// The first account of the chain, whose money is this wallet's.
  var wallet: Wallet
  private let process = Process()
  private var connection: ClientSocket?

  /// Makes a chain with the given intervals between blocks, full and empty, and runs it.
  init(genesis path: String, intervalsMilliseconds: (full: Int, empty: Int)) throws {
    guard let program = Running.product("tradewind") else {
      throw ReadBench.Failure(
        description: "the program is not beside this one; build the product tradewind first")
    }
    folder = try TemporaryFolder()
    wallet = try Wallet(seed: 1)
    let text = try String(contentsOfFile: path, encoding: .utf8)
      .replacing("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", with: "\(wallet.address)")
      .replacing(
        "\"minBlockIntervalMs\": 50", with: "\"minBlockIntervalMs\": \(intervalsMilliseconds.full)"
      )
      .replacing(
        "\"emptyBlockIntervalMs\": 1000",
        with: "\"emptyBlockIntervalMs\": \(intervalsMilliseconds.empty)")
    let made = try Running(
      program,
      [
        "init", "--home", folder.path("home"), "--alone", "--light",
        "--genesis", try folder.write(text, to: "genesis.json"),
        "--passphrase-file", try folder.write("bench\n", to: "passphrase"),
      ])
    guard made.exitCode == 0 else { throw ReadBench.Failure(description: made.errors) }
    port = UInt16(20_000 + ProcessInfo.processInfo.processIdentifier % 20_000)
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = [
      "node", "--home", folder.path("home"), "--rpc-listen", "127.0.0.1:\(port)",
      "--log-level", "warn",
    ]
    try process.run()
    for _ in 0..<1_000 where (try? number("eth_blockNumber")) ?? 0 == 0 {
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// Calls a method over a connection that stays, as wallets' libraries do.
  func call(_ method: String, _ parameters: JSONValue...) throws -> JSONValue {
    let request: JSONValue = [
      "jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .array(parameters),
    ]
    let body = request.compactBytes
    let socket = try connection ?? ClientSocket(port: port)
    connection = socket
    let head =
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    socket.send(Array(head.utf8) + body)
    // Whatever is asked here has an answer that comes in one piece.
    let answer = socket.receive()
    guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound,
      case .object(let object)? = try? JSONValue(parsing: Array(answer[end...])),
      let result = object["result"]
    else {
      connection = nil
      let text = String(decoding: answer, as: UTF8.self)
      throw ReadBench.Failure(description: "\(method) is answered with \(text)")
    }
    return result
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
