import Foundation
import RPC
import TestSupport

/// What `tradewind light verify` has found out.
struct LightFinding {
  let answer: JSONObject

  private func text(_ name: String) -> String {
    guard case .string(let text)? = answer[name] else { return "" }
    return text
  }

  var checkpoint: String { text("checkpoint") }

  /// Runs the command against nodes of a network, and returns what it did.
  static func run(
    _ address: String, genesis: String, peers: [String], seconds: Int, _ words: String...
  ) throws -> Running {
    guard let program = Running.tradewind else {
      throw LiveNode.Failure(description: "there is no program")
    }
    return try Running(
      program,
      [
        "light", "verify", "--genesis", genesis, "--peers", peers.joined(separator: ","),
        "--timeout", "\(seconds)",
      ] + words + [address])
  }

  /// Proves what an address has, which must come to an end.
  static func verify(
    _ address: String, at nodes: [Int], of devnet: LiveDevnet, from checkpoint: String? = nil
  ) throws -> LightFinding {
    let peers = try nodes.map { try devnet.endpoint($0) }
    let genesis = devnet.genesis(0)
    let run =
      if let checkpoint {
        try run(
          address, genesis: genesis, peers: peers, seconds: 60, "--json", "--checkpoint", checkpoint
        )
      } else {
        try run(address, genesis: genesis, peers: peers, seconds: 60, "--json")
      }
    guard run.exitCode == 0,
      case .object(let answer) = try JSONValue(parsing: Array(run.output.utf8))
    else { throw LiveNode.Failure(description: run.errors) }
    return LightFinding(answer: answer)
  }

  /// Whether a node of the network says the same of block, state and balance.
  func isTrue(at node: Int, of devnet: LiveDevnet) throws -> Bool {
    guard let height = UInt64(text("height")), let stateHeight = UInt64(text("stateHeight")),
      let balance = UInt128(text("balance"))
    else { return false }
    try devnet.wait(for: "node \(node) at height \(height)") { try devnet.height(node) >= height }
    // The root that a block has there is the one that its header names.
    let block = try devnet.block(height, at: node)
    let quantity = JSONValue.string("0x" + String(stateHeight, radix: 16))
    let known = try devnet.client(node)
      .call("eth_getBalance", [.string(text("address")), quantity])
    return block[0] == .string(text("blockHash")) && block[1] == .string(text("stateRoot"))
      && known == .string("0x" + String(balance, radix: 16))
  }
}
