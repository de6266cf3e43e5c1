import Chain
import Codec
import Cryptography
import Foundation
import Ledger
import Node
import RPC
import Sockets
import Storage
import TestSupport

/// Serves a state with many accounts, and lets `wrk` ask it and nginx in turn.
struct ReadBench {
  /// A method with what is asked of it, in Lua, and how long its answers are.
  struct Question {
    let method: String
    /// An expression for the parameters.
    let parameters: String
    /// An answer of the usual length.
    let result: String
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static let questions = [
    Question(method: "eth_blockNumber", parameters: "'[]'", result: "0x0"),
    Question(
      method: "eth_getBalance",
      parameters: #"string.format('["0x%08x%024x%08x","latest"]', spread(i), 0, i)"#,
      result: "0xde0b6b3a7640000"),
  ]

  private let folder: TemporaryFolder
  /// How many accounts are not in the genesis file; these are asked for.
  private let addedCount: Int
  private let server: Server

  /// Makes a chain that begins with so many accounts, and serves it.
  init(accountCount: Int, genesis path: String) throws {
    folder = try TemporaryFolder()
    let small = try GenesisFile.decode(Array(Data(contentsOf: URL(fileURLWithPath: path))))
    addedCount = max(1, accountCount - small.accounts.count)
    let genesis = try GenesisBlock(try Self.genesis(small, addedCount: addedCount))
    let database = try Database(
      folder.path("database"), network: genesis.network, settings: .follower)
    var queue = [Storage.ExecutedBlock(genesis)]
    guard let group = CommitGroup(takingFrom: &queue, journal: nil) else {
      preconditionFailure("the queue holds genesis")
    }
    try database.commit(group)
    // Nobody sends anything here, so nobody has to be there to take it.
    let node = NodeAccess(
      database: database, network: genesis.network, clientVersion: "workbench",
      submit: { _ in .unanswered }, nextNonce: { _ in nil }, waiting: { _ in nil },
      status: { nil }, peers: { [] })
    guard let address = SocketAddress("127.0.0.1", port: 0) else {
      preconditionFailure("the address is one")
    }
    server = try Server(
      ServerSettings(addresses: [address]),
      application: RPCApplication(RPCInterface(ChainMethods.all(of: node)), greeting: "bench")
    ) { _ in }
  }

  /// The same with so many more accounts, of one STOS each, taken from the richest.
  private static func genesis(_ small: Genesis, addedCount: Int) throws -> Genesis {
    let one = Wei(stos: 1)
    guard let richest = small.accounts.max(by: { $0.balance < $1.balance }),
      richest.balance.units >= UInt128(addedCount) * one.units
    else { throw Failure(description: "the genesis has not so much money") }
    var accounts = small.accounts.filter { $0 != richest }
    accounts.append(
      Genesis.Account(
        address: richest.address,
        balance: Wei(richest.balance.units - UInt128(addedCount) * one.units)))
    for number in 0..<UInt32(addedCount) {
      var writer = ByteWriter()
      writer.write(number &* 2_654_435_761)
      writer.write(0 as UInt64)
      writer.write(0 as UInt32)
      writer.write(number)
      accounts.append(
        Genesis.Account(address: Address(FixedBytes(copying: writer.bytes.span)), balance: one))
    }
    return try Genesis(
      chainID: small.chainID, time: small.time,
      epochLengthMilliseconds: small.epochLengthMilliseconds, parameters: small.parameters,
      miningReserve: small.miningReserve, mined: small.mined, weiPerNoz: small.weiPerNoz,
      accounts: accounts, validators: small.validators, metaNodes: small.metaNodes,
      resourceNodes: small.resourceNodes, tokens: small.tokens, pools: small.pools)
  }

  func stop() { server.stop() }

  /// Asks both in turn so many times, and returns the line of the middle ratio.
  func compare(_ question: Question, rounds: Int, seconds: Int) throws -> String {
    let nginx = try ConstantServer(
      answering: #"{"jsonrpc":"2.0","id":1,"result":"\#(question.result)"}"#, in: folder)
    defer { nginx.stop() }
    let script = try folder.write(script(of: question), to: "\(question.method).lua")
    try check(question)
    var pairs: [(ours: Double, constant: Double)] = []
    for _ in 0..<rounds {
      pairs.append(
        (
          try load(server.addresses[0].port, script, seconds: seconds),
          try load(nginx.port, script, seconds: seconds)
        ))
    }
    let middle = pairs.sorted { $0.ours / $0.constant < $1.ours / $1.constant }[rounds / 2]
    return question.method.padding(toLength: 18, withPad: " ", startingAt: 0)
      + String(
        format: " %8.0f/s   nginx %8.0f/s   ratio %5.1f %%", middle.ours, middle.constant,
        100 * middle.ours / middle.constant)
  }

  /// Both are to send answers of one length.
  private func check(_ question: Question) throws {
    let account = "0x" + String(repeating: "0", count: 40)
    let parameters: JSONValue =
      question.method == "eth_getBalance" ? [.string(account), "latest"] : []
    guard let endpoint = RPCEndpoint("http://\(server.addresses[0])") else { return }
    guard case .array(let list) = parameters,
      try RPCClient(endpoint).call(question.method, list) == .string(question.result)
    else { throw Failure(description: "\(question.method) is answered otherwise than expected") }
  }

  private func script(of question: Question) -> String {
    """
    local function spread(i) return (i * 2654435761) % 4294967296 end
    local headers = { ["Content-Type"] = "application/json" }
    function init(args) math.randomseed(7) end
    function request()
      local i = math.random(0, \(addedCount - 1))
      local body = '{"jsonrpc":"2.0","id":1,"method":"\(question.method)","params":'
        .. \(question.parameters) .. '}'
      return wrk.format("POST", "/", headers, body)
    end
    """
  }

  /// Requests a second, of 32 clients that wait for each answer.
  private func load(_ port: UInt16, _ script: String, seconds: Int) throws -> Double {
    guard let wrk = Running.find("wrk") else {
      throw Failure(description: "wrk is missing; install it, as `apt-get install wrk` does")
    }
    let run = try Running(
      wrk,
      ["-t1", "-c32", "-d\(seconds)s", "-s", script, "http://127.0.0.1:\(port)/"])
    let line = run.output.split(separator: "\n").first { $0.hasPrefix("Requests/sec:") }
    guard run.exitCode == 0, !run.output.contains("Non-2xx"), !run.output.contains("Socket errors"),
      let word = line?.split(separator: " ").last, let rate = Double(word)
    else { throw Failure(description: "wrk fails: \(run.output) \(run.errors)") }
    return rate
  }
}
