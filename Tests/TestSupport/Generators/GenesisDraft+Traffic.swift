package import Chain
import Cryptography

extension GenesisDraft {
  /// Adds meta nodes and resource nodes of some deposits, a token and its pool, and takes their wei
  /// from the first account, who owns all of them.
  package mutating func addTraffic(
    metaDeposits: [Wei], resourceDeposits: [Wei], seed: UInt64 = 7
  ) {
    var random = SplitMix64(seed: seed)
    let owner = accounts[0].address
    func node(_ deposit: Wei, _ name: String) -> GenesisNode {
      GenesisNode(
        owner: owner, key: .arbitrary(from: &random), beneficiary: .arbitrary(from: &random),
        deposit: deposit, endpoint: "\(name).example:8888", moniker: name)
    }
    metaNodes = metaDeposits.map { node($0, "meta") }
    resourceNodes = resourceDeposits.enumerated().map { index, deposit in
      GenesisResourceNode(
        node: node(deposit, "resource"), services: 4, capacityBytes: 1 << 40,
        region: index.isMultiple(of: 2) ? "north" : "south")
    }
    tokens = [
      GenesisToken(
        issuer: owner, name: "Sample Dollar", symbol: "SUSD", decimals: 6, cap: 1 << 100,
        holdings: [
          .init(holder: .arbitrary(from: &random), amount: 5_000_000),
          .init(holder: owner, amount: 1),
        ])
    ]
    pools = [
      GenesisPool(
        owner: owner, symbol: "SUSD", stos: Wei(stos: 1_000), amount: 50_000_000_000)
    ]
    let spent = (metaDeposits + resourceDeposits).reduce(Wei(stos: 1_000).units) { $0 + $1.units }
    accounts[0] = Genesis.Account(
      address: owner, balance: Wei(accounts[0].balance.units - spent))
  }
}
