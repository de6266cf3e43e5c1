import Chain
import Codec
import Foundation
import RPC
import TestSupport
import Testing

/// A whole node as a process: a chain of one validator.
@Suite(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"), .serialized)
struct NodeProcessTests {
  private let program: String
  private var home: SampleHome
  private let recipient = Address(FixedBytes(storage: InlineArray(repeating: 0x5A)))

  init() throws {
    program = try #require(Running.tradewind)
    home = try SampleHome()
  }

  private func height(of node: LiveNode) throws -> UInt64 {
    try LiveNode.number(node.call("eth_blockNumber"))
  }

  private func receipt(of hash: String, from node: LiveNode) throws -> JSONObject {
    try node.wait(for: "receipt") {
      guard case .object(let receipt) = try node.call("eth_getTransactionReceipt", .string(hash))
      else { return nil }
      return receipt
    }
  }

  @Test func `blocks become final, and the end is in good order`() throws {
    let node = try home.start(program, "--log-form", "json")
    try node.wait(for: "block") { try height(of: node) >= 2 ? true : nil }
    let last = try height(of: node)
    #expect(node.terminate() == 0)
    let again = try home.start(program)
    #expect(try height(of: again) >= last)
    try again.wait(for: "block") { try height(of: again) > last ? true : nil }
    #expect(again.terminate() == 0)
  }

  @Test mutating func `what was taken outlives the end of the process, however it comes`() throws {
    var hashes: [String] = []
    for round in 0..<3 {
      let node = try home.start(program)
      if let last = hashes.last {
        // What the client has seen in a block is there, and the next number follows from it.
        #expect(try receipt(of: last, from: node)["status"] == "0x1")
        let count = try node.call("eth_getTransactionCount", .string("\(home.wallet.address)"))
        #expect(try LiveNode.number(count) == home.wallet.nonce, "round \(round)")
      }
      for _ in 0..<3 {
        let payment = try home.payment(of: Wei(gwei: 1), to: recipient)
        #expect(
          try node.call("eth_sendRawTransaction", .string(payment.raw)) == .string(payment.hash))
        hashes.append(payment.hash)
      }
      _ = try receipt(of: try #require(hashes.last), from: node)
      node.kill()
    }
    let node = try home.start(program)
    let balance = try node.call("eth_getBalance", .string("\(recipient)"), "latest")
    #expect(try LiveNode.number(balance) == 9_000_000_000)
    #expect(node.terminate() == 0)
  }

  @Test mutating func `a transaction is shown alike wherever it is asked for`() throws {
    let node = try home.start(program)
    let payment = try home.payment(of: Wei(1), to: recipient)
    _ = try node.call("eth_sendRawTransaction", .string(payment.raw))
    let receipt = try receipt(of: payment.hash, from: node)
    let block = try #require(receipt["blockHash"])
    guard
      case .object(let transaction) = try node.call(
        "eth_getTransactionByHash", .string(payment.hash)),
      case .object(let whole) = try node.call("eth_getBlockByHash", block, true),
      case .object(let short) = try node.call("eth_getBlockByNumber", receipt["blockNumber"]!),
      case .array(let transactions)? = whole["transactions"]
    else {
      Issue.record("an object is missing")
      return
    }
    #expect(transactions.first == .object(transaction))
    #expect(transaction["blockHash"] == block && transaction["value"] == "0x1")
    guard case .array(let hashes)? = short["transactions"] else { return }
    #expect(hashes.first == .string(payment.hash))
    #expect(short["hash"] == block && short["number"] == receipt["blockNumber"])
    #expect(
      try node.refusal("eth_sendRawTransaction", .string(payment.raw))?.hasPrefix("nonce too low")
        == true)
    #expect(
      try node.refusal("eth_sendRawTransaction", "0x03")?.hasPrefix(
        "transaction type not supported")
        == true)
    #expect(node.terminate() == 0)
  }

  @Test func `methods tell what is wrong in the words that clients know`() throws {
    let node = try home.start(program)
    #expect(try node.call("eth_chainId") == "0x5000" && node.call("net_version") == "20480")
    #expect(try node.call("eth_getCode", "0x0000000000000000000000000000000000001001") == "0xfe")
    #expect(try node.call("eth_getCode", .string("\(recipient)")) == "0x")
    #expect(try node.call("eth_estimateGas", ["to": .string("\(recipient)")]) == "0x5208")
    #expect(try node.call("eth_getBlockByNumber", "0xffffff") == nil)
    let unknown = JSONValue.string("0x" + String(repeating: "11", count: 32))
    #expect(try node.call("eth_getTransactionReceipt", unknown) == nil)
    #expect(
      try node.refusal("eth_getBalance", .string("\(recipient)"), "0xffffff") == "header not found")
    let call: JSONValue = [
      "to": "0x0000000000000000000000000000000000001001", "input": "0x12345678",
    ]
    #expect(try node.refusal("eth_call", call)?.hasPrefix("execution reverted: ") == true)
    #expect(
      try node.refusal("eth_getLogs", ["fromBlock": "0x1", "toBlock": "0x0"])
        == "invalid block range params")
    #expect(
      try node.refusal("eth_fillTransaction")
        == "the method eth_fillTransaction does not exist/is not available")
    guard case .object(let status) = try node.call("pot_status") else {
      Issue.record("the status is an object")
      return
    }
    #expect(status["isVoting"] == true)
    #expect(node.terminate() == 0)
  }

  @Test func `one process at a time runs the node of a home`() throws {
    let node = try home.start(program)
    let second = try Running(program, ["node", "--home", home.path])
    #expect(second.exitCode == 1)
    #expect(second.errors.contains("runs the node of '\(home.path)'; stop it first"))
    let other = try SampleHome()
    let taken = try Running(
      program, ["node", "--home", other.path, "--rpc-listen", "127.0.0.1:\(node.port)"])
    #expect(taken.exitCode == 1)
    #expect(taken.errors.contains("clients cannot be served at 127.0.0.1:\(node.port)"))
    #expect(node.terminate() == 0)
  }

  /// What becomes of a journal between two lives of its node.
  enum Mishap: String, CaseIterable {
    case restoredFromCopy, damaged
  }

  @Test(arguments: Mishap.allCases)
  func `a journal that is older, or damaged, is not trusted`(mishap: Mishap) throws {
    let (files, journal) = (FileManager.default, home.path + "/journal")
    let copy = home.folder.path("copy")
    let first = try home.start(program)
    try first.wait(for: "block") { try height(of: first) >= 2 ? true : nil }
    #expect(first.terminate() == 0)
    try files.copyItem(atPath: journal, toPath: copy)
    let second = try home.start(program)
    let last = try height(of: second)
    try second.wait(for: "block") { try height(of: second) > last + 1 ? true : nil }
    #expect(second.terminate() == 0)
    switch mishap {
    case .restoredFromCopy:
      try files.removeItem(atPath: journal)
      try files.moveItem(atPath: copy, toPath: journal)
    case .damaged:
      let path = URL(fileURLWithPath: journal + "/journal-1")
      var bytes = try Data(contentsOf: path)
      bytes[200] ^= 1
      try bytes.write(to: path)
    }
    let third = try home.start(program)
    #expect(try third.said("this validator observes") != nil)
    guard case .object(let status) = try third.call("pot_status") else { return }
    #expect(status["isVoting"] == false)
    #expect(third.terminate() == 0)
    #expect(files.fileExists(atPath: journal + "-untrusted-1"))
  }

  @Test func `journals are removed oldest first, so that no crash leaves a gap between them`()
    throws
  {
    let home = try SampleHome(replacing: [("\"epochLengthMs\": 60000", "\"epochLengthMs\": 1000")])
    let (files, journal) = (FileManager.default, home.path + "/journal")
    let node = try home.start(program)
    try node.wait(for: "fourth epoch") { () -> Bool? in
      guard case .object(let status) = try node.call("pot_status") else { return nil }
      return try LiveNode.number(status["epoch"]) >= 4 ? true : nil
    }
    // The one that has to go first is a folder, which cannot be removed as a file.
    let later = (1...3).map { "\(journal)/journal-\($0)" }
    for path in later { try Data().write(to: URL(fileURLWithPath: path)) }
    try files.createDirectory(
      atPath: journal + "/journal-0", withIntermediateDirectories: false)
    #expect(node.exitCode() == 1)
    #expect(later.allSatisfy { files.fileExists(atPath: $0) })
    for path in later + [journal + "/journal-0"] { try files.removeItem(atPath: path) }
    let again = try home.start(program)
    guard case .object(let status) = try again.call("pot_status") else { return }
    #expect(status["isVoting"] == true)
    #expect(again.terminate() == 0)
  }

  @Test func `the journal of another key is taken for a mistake`() throws {
    let other = try SampleHome()
    try FileManager.default.removeItem(atPath: home.path + "/journal")
    try FileManager.default.copyItem(
      atPath: other.path + "/journal", toPath: home.path + "/journal")
    let run = try Running(program, ["node", "--home", home.path, "--rpc-listen", "none"])
    #expect(run.exitCode == 1)
    #expect(run.errors.contains("put the key, its journal and the network together"))
  }

  @Test func `without its journal a validator observes until its operator takes the risk`() throws {
    let first = try home.start(program)
    try first.wait(for: "block") { try height(of: first) >= 2 ? true : nil }
    #expect(first.terminate() == 0)
    try FileManager.default.removeItem(atPath: home.path + "/journal")
    let observer = try home.start(program)
    #expect(try observer.said("this validator observes") != nil)
    let last = try height(of: observer)
    guard case .object(let status) = try observer.call("pot_status") else { return }
    #expect(status["isVoting"] == false)
    let epoch = try LiveNode.number(status["epoch"])
    #expect(observer.terminate() == 0)
    let voter = try home.start(program, "--accept-journal-loss", "\(epoch)")
    try voter.wait(for: "block") { try height(of: voter) > last ? true : nil }
    #expect(voter.terminate() == 0)
  }
}
