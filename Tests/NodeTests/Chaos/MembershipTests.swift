import Chain
import Foundation
import RPC
import TestSupport
import Testing

extension ChaosTests {
  /// Who validates changes while nodes begin again.
  @Suite struct MembershipTests {
    /// How an epoch began, as a node has logged it.
    private struct Beginning {
      let epoch: UInt64
      /// That of the closing block before it.
      let height: UInt64
      let validatorCount: Int
    }

    private let network: ChaosNetwork
    private let folder: TemporaryFolder
    private let program: String
    private var devnet: LiveDevnet { network.devnet }
    // Those who pay all the time have numbers of their own.
    private let owner = DevnetKeys.testers[5]
    private let delegator = DevnetKeys.testers[6]
    /// The operator of a validator of the genesis file.
    private let elder = "0x71bE63f3384f5fb98995898A86B02Fb2426c5788"

    init() throws {
      network = try #require(ChaosNetwork.shared)
      program = try #require(Running.tradewind)
      folder = try TemporaryFolder()
      _ = try folder.write("secret\n", to: "passphrase")
    }

    private func run(_ words: [String]) throws -> String {
      let run = try Running(program, words, environment: ["TRADEWIND_RPC": devnet.rpc(0)])
      guard run.exitCode == 0 else {
        throw LiveNode.Failure(description: "\(words): \(run.errors)")
      }
      return run.output
    }

    /// The rest of the line behind a label.
    private func line(_ label: String, in output: String) throws -> String {
      let line = output.split(separator: "\n").first { $0.hasPrefix(label) }
      return try #require(line, "\(output)").dropFirst(label.count)
        .trimmingCharacters(in: .whitespaces)
    }

    private var passphrase: [String] { ["--passphrase-file", folder.path("passphrase")] }

    /// Sends a transaction of somebody and returns the height of its block.
    @discardableResult
    private func send(by person: DevnetKeys.Owner, _ words: String...) throws -> UInt64 {
      let path = folder.path("\(person.address).json")
      if !FileManager.default.fileExists(atPath: path) {
        let raw = try folder.write("\(person.secret)\n", to: "raw.hex")
        _ = try run(["key", "import", raw, path, "--light"] + passphrase)
      }
      let output = try run(words + ["--json", "--key", path] + passphrase)
      guard case .object(let receipt) = try JSONValue(parsing: Array(output.utf8)),
        receipt["status"] == "0x1"
      else { throw LiveNode.Failure(description: output) }
      return try LiveNode.number(receipt["blockNumber"])
    }

    private func beginnings() throws -> [Beginning] {
      try devnet.log(0).split(separator: "\n").filter { $0.contains("an epoch begins") }
        .compactMap { line in
          func number(_ name: String) -> UInt64? {
            line.firstRange(of: " \(name)=").flatMap { range in
              UInt64(line[range.upperBound...].prefix { $0.isNumber })
            }
          }
          guard let epoch = number("epoch"), let height = number("height"),
            let count = number("validators")
          else { return nil }
          return Beginning(epoch: epoch, height: height, validatorCount: Int(count))
        }
    }

    /// Waits until so many validate, and returns since which epoch; a block was in the other one.
    private func changed(
      to count: Int, after height: UInt64
    ) throws -> (since: UInt64, ordered: UInt64) {
      var found: Beginning?
      try devnet.wait(for: "\(count) validators") {
        found = try beginnings().first { $0.validatorCount == count && $0.height >= height }
        return found != nil
      }
      let before = try beginnings().last { $0.height < height }
      return (try #require(found).epoch, try #require(before).epoch)
    }

    /// Makes the home of a validator as its operator would, and returns what it registers.
    private func makeHome() throws -> (nodeID: String, key: String, proof: String) {
      let home = folder.path("home")
      let made = try run(
        ["init", "--home", home, "--genesis", devnet.genesis(0), "--light"] + passphrase)
      let proven = try run(
        [
          "key", "prove", "\(home)/consensus-key.json", owner.address, "--genesis",
          devnet.genesis(0),
        ] + passphrase)
      let key = try line("public key:", in: proven)
      #expect(try line("consensus key:", in: made) == key)
      return (try line("node id:", in: made), key, try line("proof:", in: proven))
    }

    private func start(_ listening: String) throws -> LiveNode {
      try LiveNode(
        program, home: folder.path("home"), log: folder.path("log"),
        [
          "--peer-listen", listening, "--peers",
          try (0...3).map { try devnet.endpoint($0) }.joined(separator: ","),
          // Beginning from a snapshot, it would serve clients at another port.
          "--snapshot-lag", "1000",
        ])
    }

    private func height(_ node: LiveNode) throws -> UInt64 {
      try LiveNode.number(node.call("eth_blockNumber"))
    }

    @Test func `somebody becomes a validator, is needed, and leaves, while nodes begin again`()
      throws
    {
      let (nodeID, key, proof) = try makeHome()
      var node = try start("127.0.0.1:0")
      network.journals.add(folder.path("home/journal"))
      let mark = "listening for nodes at "
      let said = try #require(try node.said(mark))
      let address = said[try #require(said.firstRange(of: mark)).upperBound...]
      let target = network.greatestHeight()
      try node.wait(for: "the chain") { try height(node) >= target ? true : nil }

      let registered = try send(
        by: owner, "staking", "create-validator", key, proof, "500", "newcomer",
        "\(nodeID)@\(address)", "--value", "900000stos")
      try send(by: delegator, "staking", "delegate", elder, "--value", "300000stos")
      node.kill()
      try devnet.run("kill", "2")
      try devnet.run("start", "2")
      node = try start(String(address))
      let joined = try changed(to: 5, after: registered)
      #expect(joined.since == joined.ordered + 2)

      // With one of the others away, the rest is no quorum without it. That does not last so long
      // that anybody would be jailed.
      try network.grow()
      try devnet.run("kill", "3")
      let before = try devnet.height(0)
      try devnet.wait(for: "blocks") { try devnet.height(0) > before + 3 }
      try devnet.run("start", "3")
      try network.catchUp(3)

      let left = try send(
        by: owner, "staking", "undelegate", owner.address, "900000stos")
      node.kill()
      node = try start(String(address))
      let parted = try changed(to: 4, after: left)
      #expect(parted.since == parted.ordered + 2)
      try network.grow()

      let tally = try network.compare()
      try node.wait(for: "the chain") { try height(node) >= tally.height ? true : nil }
      for height in 1...tally.height {
        guard
          case .object(let block) = try node.call(
            "eth_getBlockByNumber", .string("0x" + String(height, radix: 16)), false)
        else { throw LiveNode.Failure(description: "the newcomer has no block \(height)") }
        #expect(try [block["hash"], block["stateRoot"]] == devnet.block(height, at: 0))
      }
      // What it signed is held against itself like everybody's.
      let first = try #require(
        try network.journals.firstEpoch(in: folder.path("home/journal")))
      #expect(first.units >= joined.since)
      #expect(node.terminate() == 0)
    }
  }
}
