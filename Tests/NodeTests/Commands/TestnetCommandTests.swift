import Cryptography
import Foundation
import Node
import RPC
import TestSupport
import Testing

/// The homes of a whole network.
@Suite struct TestnetCommandTests {
  private let folder: TemporaryFolder
  private let tree: CommandTree

  init() throws {
    folder = try TemporaryFolder()
    let cost = try Scrypt(cost: 2, blockSize: 8, parallelism: 1)
    tree = Program.tree(standard: cost, light: cost)
  }

  private func make(_ words: String...) throws -> (code: Int32, errors: String) {
    let record = try RecordedConsole()
    let genesis = GenesisFileTests.folder.appending(path: "devnet.json").path
    let code = record.run(
      ["testnet", "--directory", folder.path("net"), "--genesis", genesis] + words, in: tree)
    return (code.rawValue, try record.errors)
  }

  private func object(_ name: String) throws -> JSONObject {
    guard case .object(let object) = try JSONValue(parsing: Array(folder.read(name).utf8)) else {
      return [:]
    }
    return object
  }

  private func validators() throws -> [JSONObject] {
    guard case .array(let list)? = try object("net/node-0/genesis.json")["validators"] else {
      return []
    }
    return list.compactMap { if case .object(let object) = $0 { object } else { nil } }
  }

  private func lines(_ name: String) throws -> [[Substring]] {
    try folder.read(name).split(separator: "\n").map { $0.split(separator: " ") }
  }

  @Test func `all nodes have the same network, and the validators know each other`() throws {
    let made = try make("--validators", "6", "--followers", "1", "--epoch-seconds", "5")
    #expect(made.code == 0 && made.errors == "")
    let genesis = try folder.read("net/node-0/genesis.json")
    let nodes = try lines("net/nodes")
    #expect(nodes.count == 7)
    let endpoints = nodes.map { "\($0[2])@\($0[4])" }
    for index in 0..<7 {
      #expect(try folder.read("net/node-\(index)/genesis.json") == genesis)
      let settings = try object("net/node-\(index)/configuration.json")
      #expect(settings["rpc-listen"] == .string("127.0.0.1:\(8_545 + index)"))
      #expect(settings["peer-listen"] == .string("127.0.0.1:\(20_480 + index)"))
      let others = endpoints[..<6].enumerated().filter { $0.offset != index }.map(\.element)
      #expect(settings["peers"] == .string(others.joined(separator: ",")))
      let isValidator = index < 6
      #expect((settings["storage"] == "follower") == !isValidator)
      let home = try FileManager.default.contentsOfDirectory(
        atPath: folder.path("net/node-\(index)"))
      #expect(home.contains("consensus-key.json") == isValidator)
      #expect(home.contains("journal") == isValidator)
      // Whoever has a stake that the genesis file does not know has got a key for it.
      #expect(home.contains("operator-key.json") == (4..<6).contains(index))
      #expect(nodes[index][1] == (isValidator ? "validator" : "follower"))
    }
    #expect(try validators().map { $0["endpoint"] } == endpoints[..<6].map { .string($0) })
    #expect(try validators().map { $0["stake"] } == Array(repeating: "1000000stos", count: 6))
    #expect(try validators()[5]["moniker"] == "validator 5")
    #expect(try object("net/node-0/genesis.json")["epochLengthMs"] == 5_000)
    let check = try RecordedConsole()
    #expect(check.run(["genesis", "check", folder.path("net/node-6/genesis.json")]) == .success)
  }

  @Test func `a relay stands between all of them, and nothing leads around it`() throws {
    #expect(try make("--validators", "3", "--followers", "1", "--relay-port", "30000").code == 0)
    let routes = try lines("net/routes")
    #expect(routes.count == 3 * 2 + 3)
    #expect(Set(routes.map { $0[2] }).count == routes.count)
    let nodes = try lines("net/nodes")
    for route in routes {
      let (from, to) = (try #require(Int(route[0])), try #require(Int(route[1])))
      #expect(route[3] == nodes[to][4])
      guard case .string(let peers)? = try object("net/node-\(from)/configuration.json")["peers"]
      else { return }
      #expect(peers.contains("\(nodes[to][2])@\(route[2])"))
      #expect(!peers.contains(nodes[to][4]))
    }
    #expect(try validators().allSatisfy { $0["endpoint"] == "" })
  }

  @Test func `one validator is a chain of one's own`() throws {
    #expect(try make("--validators", "1").code == 0)
    #expect(try validators().count == 1)
    #expect(try object("net/node-0/configuration.json")["peers"] == "")
  }

  @Test func `what cannot be made leaves nothing behind`() throws {
    for (words, reason) in [
      (["--validators", "100"], "is no genesis"), (["--host", "localhost"], "in digits"),
      (["--peer-port", "8546"], "choose ports that do not meet"),
      (["--rpc-port", "65535"], "leaves no room for 4 ports"),
      (["--relay-port", "20480"], "choose ports that do not meet"),
    ] {
      let record = try RecordedConsole()
      let genesis = GenesisFileTests.folder.appending(path: "devnet.json").path
      let code = record.run(
        ["testnet", "--directory", folder.path("net"), "--genesis", genesis] + words, in: tree)
      let errors = try record.errors
      #expect(code == .failure && errors.contains(reason), "\(words): \(errors)")
      #expect(try folder.names.isEmpty)
    }
    #expect(try make().code == 0)
    #expect(try make().errors.contains("is not empty"))
  }
}
