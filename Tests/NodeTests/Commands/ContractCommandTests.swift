import Codec
import Ledger
import Node
import TestSupport
import Testing

/// Commands made from contracts, without a node.
@Suite struct ContractCommandTests {
  @Test func `every method of every contract is a command`() {
    let groups = Program.tree.root.subcommands
    for contract in Contracts.placed.map(\.contract) + Contracts.faces {
      let group = groups.first { $0.name == contract.name.lowercased() }
      let names = group?.subcommands.map { $0.name.filter { $0 != "-" } }
      #expect(names == contract.methods.map { $0.signature.name.lowercased().filter { $0 != "_" } })
    }
    let paths = Set(Program.tree.places.map(\.path))
    for path in [
      "staking validator-set", "exchange swap-exact-eth-for-tokens", "exchange weth",
      "erc20 transfer-from", "pair price0-cumulative-last", "pair minimum-liquidity",
    ] {
      #expect(paths.contains("tradewind \(path)"))
    }
  }

  @Test(arguments: [
    (["staking", "delegation", "0x12", "0x12"], "VALIDATOR takes an address in hex or bech32"),
    (["staking", "validators", "x", "1"], "CURSOR takes a number, or an amount such as 1.5stos"),
    (["staking", "validators", "0", "65536"], "it does not fit 16 bits"),
    (["staking", "validators", "0.5wei", "1"], "CURSOR takes a number"),
    (["exchange", "get-amounts-out", "1stos", "[1"], "it is no JSON"),
    (["exchange", "get-amounts-out", "1stos", "0x1"], "PATH takes a list with commas, or as JSON"),
    (["staking", "reward", "st1", "st1"], "VALIDATOR takes"),
  ])
  func `an argument that is wrong is refused by its name`(
    words: [String], message: String
  ) throws {
    let record = try RecordedConsole()
    #expect(record.run(words + ["--rpc", "http://127.0.0.1:1"]) == .wrongUsage)
    let errors = try record.errors
    #expect(errors.contains(message), "\(errors)")
  }

  @Test func `whoever cannot be reached is named`() throws {
    let record = try RecordedConsole()
    #expect(record.run(["status", "--rpc", "http://127.0.0.1:1"]) == .failure)
    #expect(try record.errors.contains("no node can be reached at http://127.0.0.1:1"))
    #expect(record.run(["status", "--rpc", "ftp://host"]) == .wrongUsage)
  }
}
