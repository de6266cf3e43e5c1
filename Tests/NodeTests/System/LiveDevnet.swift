import Foundation
import Node
import RPC
import Synchronization
import TestSupport

/// A network of real processes, which `Tools/devnet` makes and breaks.
final class LiveDevnet: Sendable {
  private static let root = GenesisFileTests.folder.deletingLastPathComponent()
  private static let script = root.appending(path: "Tools/devnet").path
  private static let count = Atomic(0)
  private static let patience = 90.0

  /// The folder with the programs of this package, if they are beside the tests.
  static let programs: String? = {
    guard let tradewind = Running.tradewind, Running.product("workbench") != nil else { return nil }
    return URL(fileURLWithPath: tradewind).deletingLastPathComponent().path
  }()

  let nodeCount: Int
  private let folder: TemporaryFolder
  private let firstPort: Int
  private let environment: [String: String]

  /// Makes a network and starts it.
  init(validators: Int, followers: Int, epochSeconds: Int) throws {
    nodeCount = validators + followers
    folder = try TemporaryFolder()
    // Networks of one run, and of runs at the same time, stay apart.
    let number = Self.count.add(1, ordering: .relaxed).newValue
    let place = (Int(ProcessInfo.processInfo.processIdentifier) * 7 + number) % 180
    firstPort = 10_000 + 100 * place
    environment = [
      "DEVNET_FOLDER": folder.path("devnet"), "DEVNET_PROGRAMS": Self.programs ?? "",
      "DEVNET_RPC_PORT": "\(firstPort)", "DEVNET_PEER_PORT": "\(firstPort + 20)",
      "DEVNET_RELAY_PORT": "\(firstPort + 40)",
    ]
    try run(
      "up", "--validators", "\(validators)", "--followers", "\(followers)", "--epoch-seconds",
      "\(epochSeconds)")
  }

  deinit {
    _ = try? Running(Self.script, ["down"], environment: environment)
  }

  /// Has the script do something, which must succeed.
  @discardableResult
  func run(_ words: String...) throws -> String {
    let run = try Running(Self.script, words, environment: environment)
    guard run.exitCode == 0 else {
      throw LiveNode.Failure(description: "\(words): \(run.output)\(run.errors)")
    }
    return run.output
  }

  /// The home of a node.
  func home(_ node: Int) -> String { folder.path("devnet/net/node-\(node)") }

  /// Where a node serves clients.
  func endpoint(_ node: Int) -> String { "http://127.0.0.1:\(firstPort + node)" }

  func client(_ node: Int) -> RPCClient {
    guard let endpoint = RPCEndpoint(endpoint(node)) else {
      preconditionFailure("the address is one")
    }
    return RPCClient(endpoint, timeoutMilliseconds: 3_000)
  }

  func height(_ node: Int) throws -> UInt64 {
    try LiveNode.number(client(node).call("eth_blockNumber", []))
  }

  func votes(_ node: Int) throws -> Bool {
    guard case .object(let status) = try client(node).call("pot_status", []) else { return false }
    return status["isVoting"] == true
  }

  func epoch(_ node: Int) throws -> UInt64 {
    guard case .object(let status) = try client(node).call("pot_status", []) else {
      throw LiveNode.Failure(description: "node \(node) does not say its status")
    }
    return try LiveNode.number(status["epoch"])
  }

  /// What identifies a block and the state that it names.
  func block(_ height: UInt64, at node: Int) throws -> [JSONValue] {
    let parameters: [JSONValue] = [.string("0x" + String(height, radix: 16)), false]
    guard case .object(let block) = try client(node).call("eth_getBlockByNumber", parameters),
      let hash = block["hash"], let root = block["stateRoot"]
    else { throw LiveNode.Failure(description: "node \(node) has no block \(height)") }
    return [hash, root]
  }

  /// Looks again and again until something holds; a node that does not answer holds nothing.
  func wait(for what: String, _ look: () throws -> Bool) throws {
    let end = Date() + Self.patience
    var reason = ""
    while Date() < end {
      do {
        if try look() { return }
      } catch {
        reason = ": \(error)"
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
    let status = (try? run("status")) ?? ""
    let logs = (try? run("logs")) ?? ""
    throw LiveNode.Failure(description: "\(what) did not come\(reason)\n\(status)\n\(logs)")
  }
}
