import Cryptography

extension Genesis {
  /// The least deposit of a node: less than r wei would be no noz.
  private func depositMin(_ parameter: Wei) -> Wei { max(parameter, Wei(UInt128(weiPerNoz))) }

  /// Checks what the traffic layer and the exchange start with, as it was listed.
  func checkTraffic(
    metaNodes: [GenesisNode], resourceNodes: [GenesisResourceNode]
  ) throws(GenesisError) {
    try Self.check("metaNodes", count: metaNodes.count, atMost: ProtocolLimits.metaSeatsMax)
    try Self.check(
      "resourceNodes", count: resourceNodes.count,
      atMost: ProtocolLimits.genesisResourceNodesMax)
    for (index, node) in metaNodes.enumerated() {
      try node.check(
        at: "metaNodes[\(index)]", depositMin: depositMin(parameters.metaDepositMin))
    }
    for (index, node) in resourceNodes.enumerated() {
      try node.check(
        at: "resourceNodes[\(index)]", depositMin: depositMin(parameters.nodeDepositMin))
    }
    var keys = Set(validators.map(\.key))
    let listed =
      metaNodes.enumerated().map { ("metaNodes[\($0)]", $1.key) }
      + resourceNodes.enumerated().map { ("resourceNodes[\($0)]", $1.node.key) }
    for (path, key) in listed where !keys.insert(key).inserted {
      throw GenesisError(
        field: "\(path).nodeKey", value: "\(key)", allowed: "a key that nobody else has")
    }
    try checkTokens()
  }

  private func checkTokens() throws(GenesisError) {
    try Self.check("tokens", count: tokens.count, atMost: ProtocolLimits.genesisTokensMax)
    try Self.check("pools", count: pools.count, atMost: ProtocolLimits.genesisTokensMax)
    var pooled: [Digest: UInt128] = [:]
    for (index, pool) in pools.enumerated() {
      try pool.check(at: "pools[\(index)]")
      guard pooled.updateValue(pool.amount, forKey: Keccak256.hash(pool.symbol)) == nil else {
        throw GenesisError(
          field: "pools[\(index)].token", value: pool.symbol, allowed: "one pool for each token")
      }
    }
    for (index, token) in tokens.enumerated() {
      let path = "tokens[\(index)]"
      let name = Keccak256.hash(token.symbol)
      guard tokens[..<index].allSatisfy({ Keccak256.hash($0.symbol) != name }) else {
        throw GenesisError(
          field: "\(path).symbol", value: token.symbol, allowed: "a symbol of its own")
      }
      try token.check(at: path, pooled: pooled.removeValue(forKey: name) ?? 0)
    }
    for (index, pool) in pools.enumerated() where pooled[Keccak256.hash(pool.symbol)] != nil {
      throw GenesisError(
        field: "pools[\(index)].token", value: pool.symbol,
        allowed: "the symbol of a token of this genesis")
    }
  }

  private static func check(
    _ field: String, count: Int, atMost limit: Int
  ) throws(GenesisError) {
    guard count <= limit else {
      throw GenesisError(
        field: field, value: "\(count) entries", allowed: "at most \(limit) entries")
    }
  }

  /// The deposits of all nodes.
  package var deposits: [Wei] { metaNodes.map(\.deposit) + resourceNodes.map(\.node.deposit) }
}
