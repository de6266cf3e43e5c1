import Chain
import Cryptography
import Foundation
import Node
import TestSupport

/// Nodes of a network of their own, each a process on this machine.
final class BenchedNetwork {
  let folder: TemporaryFolder
  private(set) var nodes: [BenchedNode] = []
  /// Accounts with money.
  var wallets: [Wallet]

  static let genesisOption = Command.Option.value(
    "genesis", .path, name: "FILE", .standard("Genesis/devnet.json"),
    summary: "The genesis file of the chain")

  /// Accounts of the genesis file that wallets of this process take the place of.
  private static let replaced = [
    "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
  ]

  /// Makes a network with the given intervals between blocks, full and empty, and so many accounts
  /// more than its genesis file, and runs its validators; followers have homes and do not run yet.
  init(
    genesis path: String, intervalsMilliseconds: (full: Int, empty: Int), validatorCount: Int = 1,
    followerCount: Int = 0, addedAccountCount: Int = 0, epochSeconds: Int? = nil,
    arguments: [String] = []
  ) throws {
    folder = try TemporaryFolder()
    wallets = try Self.replaced.indices.map { try Wallet(seed: UInt64($0) + 1) }
    var text = try String(contentsOfFile: path, encoding: .utf8)
      .replacing(
        "\"minBlockIntervalMs\": 50", with: "\"minBlockIntervalMs\": \(intervalsMilliseconds.full)"
      )
      .replacing(
        "\"emptyBlockIntervalMs\": 1000",
        with: "\"emptyBlockIntervalMs\": \(intervalsMilliseconds.empty)")
    for (address, wallet) in zip(Self.replaced, wallets) {
      text = text.replacing(address, with: "\(wallet.address)")
    }
    if addedAccountCount > 0, let list = text.range(of: "\"accounts\": [") {
      let added = (0..<UInt32(addedAccountCount)).map { number in
        // Spread over the table, as addresses are.
        let address = String(
          format: "0x%08x%024x%08x", number &* 2_654_435_761, 0, number)
        return "{\"address\": \"\(address)\", \"balance\": \"1stos\"},\n"
      }
      text.insert(contentsOf: added.joined(), at: list.upperBound)
    }
    // Below those that the system gives out by itself.
    let port = 10_000 + 16 * (Int(ProcessInfo.processInfo.processIdentifier) % 500)
    let made = try Running(
      try BenchedNode.program(),
      [
        "testnet", "--directory", folder.path("net"), "--validators", "\(validatorCount)",
        "--followers", "\(followerCount)", "--rpc-port", "\(port)", "--peer-port",
        "\(port + 10_000)", "--genesis", try folder.write(text, to: "genesis.json"),
      ] + (epochSeconds.map { ["--epoch-seconds", "\($0)"] } ?? []))
    guard made.exitCode == 0 else { throw ReadBench.Failure(description: made.errors) }
    for number in 0..<validatorCount {
      try run(number, port: UInt16(port + number), arguments: arguments)
    }
    for node in nodes { try node.wait(for: 1) }
  }

  /// Also when a bench has failed.
  deinit { stop() }

  private func run(_ number: Int, port: UInt16, arguments: [String] = []) throws {
    let home = folder.path("net/node-\(number)")
    nodes.append(try BenchedNode(home: home, port: port, arguments: arguments))
  }

  /// Runs the next home.
  func runFollower(arguments: [String] = []) throws -> BenchedNode {
    guard let first = nodes.first else { preconditionFailure("a network has a node") }
    try run(nodes.count, port: first.port + UInt16(nodes.count), arguments: arguments)
    return nodes[nodes.count - 1]
  }

  func stop() {
    for node in nodes { node.stop() }
  }
}
