import Chain
import Codec
import Cryptography
import Ledger
import Testing

@Suite("Contract interfaces")
struct InterfaceTests {
  private var contracts: [Contract] { Contracts.placed.map(\.contract) + Contracts.faces }

  private func selectors(of name: String) -> [String: String] {
    let methods = contracts.filter { $0.name == name }.flatMap(\.methods)
    return Dictionary(
      methods.map { ($0.signature.name, Hex.encode($0.selector.storage.span)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// As every ERC-20 and every deployment of Uniswap v2 has them.
  @Test("Selectors are those that wallets and routers have always called")
  func knownSelectors() {
    let token = [
      "transfer": "a9059cbb", "approve": "095ea7b3", "transferFrom": "23b872dd",
      "balanceOf": "70a08231", "totalSupply": "18160ddd", "allowance": "dd62ed3e",
      "name": "06fdde03", "symbol": "95d89b41", "decimals": "313ce567",
    ]
    let pair = [
      "getReserves": "0902f1ac", "token0": "0dfe1681", "token1": "d21220a7",
      "price0CumulativeLast": "5909c0d5", "price1CumulativeLast": "5a3d5493",
      "factory": "c45a0155", "MINIMUM_LIQUIDITY": "ba9a7a56",
    ]
    let router = [
      "addLiquidity": "e8e33700", "addLiquidityETH": "f305d719", "removeLiquidity": "baa2abde",
      "removeLiquidityETH": "02751cec", "swapExactTokensForTokens": "38ed1739",
      "swapTokensForExactTokens": "8803dbee", "swapExactETHForTokens": "7ff36ab5",
      "swapTokensForExactETH": "4a25d94a", "swapExactTokensForETH": "18cbafe5",
      "swapETHForExactTokens": "fb3bdb41", "quote": "ad615dec", "getAmountOut": "054d50d4",
      "getAmountIn": "85f8c259", "getAmountsOut": "d06ca61f", "getAmountsIn": "1f00ca74",
      "factory": "c45a0155", "WETH": "ad5c4648", "getPair": "e6a43905", "allPairs": "1e3dd18b",
      "allPairsLength": "574f2ba3", "createPair": "c9c65396",
    ]
    #expect(selectors(of: "ERC20") == token)
    #expect(selectors(of: "Pair") == token.merging(pair) { first, _ in first })
    #expect(selectors(of: "Exchange").filter { $0.key != "pairs" } == router)
  }

  @Test("Topics are those that indexers have always looked for")
  func knownTopics() {
    let topics = [
      "Transfer": "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
      "Approval": "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925",
      "Sync": "1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1",
      "Swap": "d78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822",
      "Mint": "4c209b5fc8ad50758f13e2e1088ba56a560dff690a1c6fef26394f4c03821c4f",
      "Burn": "dccd412f0b1252819cb1fd330b93224ca42612892bb3f4f789976e6d81936496",
      "PairCreated": "0d3648bd0f6ba80134a33ba9275ac585d9d315f0ad8355cddefde31afa28d0e9",
    ]
    let events = contracts.flatMap(\.events)
    for event in events where topics[event.signature.name] != nil {
      #expect(Hex.encode(event.topic.bytes.storage.span) == topics[event.signature.name])
    }
    #expect(Set(events.map(\.signature.name)).isSuperset(of: topics.keys))
  }

  @Test("Every method and event is described, and every argument has a name")
  func descriptions() {
    for contract in contracts {
      #expect(!contract.summary.isEmpty)
      for method in contract.methods {
        #expect(method.summary.hasSuffix("."), "\(contract.name).\(method.signature.name)")
        #expect(method.inputs.allSatisfy { !$0.name.isEmpty && !$0.isIndexed })
        #expect(method.mutability == .view || method.price.fixed > .zero)
      }
      for event in contract.events {
        #expect(event.summary.hasSuffix("."), "\(contract.name).\(event.signature.name)")
        #expect(event.fields.allSatisfy { !$0.name.isEmpty })
      }
    }
  }

  @Test("Results of several values have names, and others are one value")
  func outputs() throws {
    let exchange = try #require(contracts.first { $0.name == "Exchange" })
    let add = try #require(exchange.methods.first { $0.signature.name == "addLiquidityETH" })
    #expect(add.outputs.map(\.name) == ["amountToken", "amountETH", "liquidity"])
    #expect(add.mutability == .payable)
    let amounts = try #require(exchange.methods.first { $0.signature.name == "getAmountsOut" })
    #expect(amounts.outputs.map(\.type.name) == ["uint256[]"])
    #expect(amounts.mutability == .view)
  }

  @Test("Events, methods and tuples of a contract have names of their own")
  func uniqueNames() {
    func tuples(_ fields: [ABIField]) -> [String: [ABIField]] {
      var found: [String: [ABIField]] = [:]
      for field in fields where !field.members.isEmpty {
        found.merge(tuples(field.members)) { first, second in
          #expect(first == second)
          return first
        }
        let other = found.updateValue(field.members, forKey: field.tupleName)
        #expect(other == nil || other == field.members, "two tuples \(field.tupleName)")
      }
      return found
    }
    for contract in contracts {
      let fields =
        contract.events.flatMap(\.fields)
        + contract.methods.flatMap { $0.inputs + $0.outputs }
      let names =
        Set(contract.methods.map(\.signature.name)).sorted()
        + contract.events.map(\.signature.name) + tuples(fields).keys
      #expect(Set(names).count == names.count, "\(contract.name): \(names.sorted())")
    }
  }

  @Test("Every table and every single record has a number of its own")
  func tableNumbers() {
    #expect(Set(Tables.numbers.tables).count == Tables.numbers.tables.count)
    #expect(Set(Tables.numbers.singles).count == Tables.numbers.singles.count)
  }
}
