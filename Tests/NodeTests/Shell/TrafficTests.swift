import Foundation
import Node
import RPC
import TestSupport
import Testing

/// The traffic layer that `workbench traffic` plays, on a chain of one validator.
@Suite(
  .enabled(if: Running.tradewind != nil, "the program is not beside its tests"),
  .enabled(if: Running.product("workbench") != nil, "the workbench is not beside its tests"))
struct TrafficTests {
  private static let epochs = 6

  private let home: SampleHome
  private let node: LiveNode

  init() throws {
    // What an epoch counts is paid in the next but one.
    home = try SampleHome(
      keepingAccounts: true,
      replacing: [
        ("\"epochLengthMs\": 60000", "\"epochLengthMs\": 3000"),
        ("\"maturityEpochs\": 5", "\"maturityEpochs\": 1"),
      ])
    node = try home.start(try #require(Running.tradewind))
  }

  private var rpc: [String] { ["--rpc", "http://127.0.0.1:\(node.port)"] }

  private func view(_ words: String...) throws -> JSONObject {
    let run = try Running(
      try #require(Running.tradewind), ["traffic"] + words + ["--json"] + rpc)
    guard run.exitCode == 0,
      case .object(let answer) = try JSONValue(parsing: Array(run.output.utf8))
    else { throw LiveNode.Failure(description: run.errors) }
    return answer
  }

  private func number(_ object: JSONObject, _ path: String...) throws -> UInt128 {
    var value = JSONValue.object(object)
    for name in path {
      guard case .object(let object) = value, let member = object[name] else { return 0 }
      value = member
    }
    // More digits than other programs' numbers have are written as texts.
    guard case .string(let text) = value else { return 0 }
    return try #require(UInt128(text), "\(path): \(text)")
  }

  @Test func `every epoch settles what was signed for, and pays those who served`() throws {
    let keys = GenesisFileTests.folder.appending(path: "devnet-keys.json").path
    let run = try Running(
      try #require(Running.product("workbench")),
      ["traffic", "--keys", keys, "--epochs", "\(Self.epochs)"] + rpc)
    #expect(run.exitCode == 0 && run.errors == "", "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.count == Self.epochs && lines.allSatisfy { $0.hasPrefix("epoch ") }, "\(run.output)")
    let first = try #require(lines.first?.split(separator: " ")[1].dropLast()).description
    let begin = try #require(UInt64(first))
    // What the first epoch moved is reported in the second.
    for epoch in begin + 1..<begin + UInt64(Self.epochs) {
      let record = try view("epoch", "\(epoch)")
      #expect(try number(record, "terms", "voucherNoz") > 0)
      #expect(try number(record, "terms", "contentNoz") > 0)
      #expect(try number(record, "traffic", "total") > 0)
      #expect(try number(record, "mining", "total") > 0)
    }
    // Nodes of the genesis file, and the one that has joined.
    var paidCount = 0
    for index in 40...43 {
      let claim = try view("node-epoch", try address(index, in: keys), "\(begin + 2)")
      guard try number(claim, "noz") > 0 else { continue }
      #expect(claim["isPaid"] == true)
      paidCount += 1
    }
    #expect(paidCount >= 2)
    #expect(lines.last.map { !$0.hasSuffix("paid out 0.000 STOS") } == true, "\(run.output)")
    #expect(node.terminate() == 0)
  }

  private func address(_ number: Int, in keys: String) throws -> String {
    let text = try String(contentsOfFile: keys, encoding: .utf8)
    let mark = "\"number\": \(number), \"address\": \""
    let start = try #require(text.firstRange(of: mark)).upperBound
    return String(text[start...].prefix { $0 != "\"" })
  }
}
