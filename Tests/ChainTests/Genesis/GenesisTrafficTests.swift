import Chain
import Codec
import Cryptography
import TestSupport
import Testing

/// Nodes, tokens and pools of a genesis.
@Suite struct GenesisTrafficTests {
  private func draft() -> GenesisDraft {
    var draft = GenesisDraft(validatorCount: 2)
    draft.addTraffic(
      metaDeposits: [Wei(stos: 1_000), Wei(stos: 2_000)],
      resourceDeposits: [Wei(stos: 1), Wei(stos: 50), Wei(stos: 9)])
    return draft
  }

  private func field(_ spoil: (inout GenesisDraft) -> Void) -> String? {
    var draft = draft()
    spoil(&draft)
    do throws(GenesisError) {
      _ = try draft.validated()
      return nil
    } catch {
      return error.field
    }
  }

  private func copy(
    _ node: GenesisNode, key: PublicKey? = nil, deposit: Wei? = nil, endpoint: String? = nil,
    moniker: String? = nil
  ) -> GenesisNode {
    GenesisNode(
      owner: node.owner, key: key ?? node.key, beneficiary: node.beneficiary,
      deposit: deposit ?? node.deposit, endpoint: endpoint ?? node.endpoint,
      moniker: moniker ?? node.moniker)
  }

  private func copy(
    _ resource: GenesisResourceNode, node: GenesisNode? = nil, services: UInt8? = nil,
    region: String? = nil
  ) -> GenesisResourceNode {
    GenesisResourceNode(
      node: node ?? resource.node, services: services ?? resource.services,
      capacityBytes: resource.capacityBytes, region: region ?? resource.region)
  }

  private func copy(
    _ token: GenesisToken, name: String? = nil, symbol: String? = nil, decimals: UInt8? = nil,
    cap: UInt128? = nil, holdings: [GenesisToken.Holding]? = nil
  ) -> GenesisToken {
    GenesisToken(
      issuer: token.issuer, name: name ?? token.name, symbol: symbol ?? token.symbol,
      decimals: decimals ?? token.decimals, cap: cap ?? token.cap,
      holdings: holdings ?? token.holdings)
  }

  private func copy(
    _ pool: GenesisPool, symbol: String? = nil, stos: Wei? = nil, amount: UInt128? = nil
  ) -> GenesisPool {
    GenesisPool(
      owner: pool.owner, symbol: symbol ?? pool.symbol, stos: stos ?? pool.stos,
      amount: amount ?? pool.amount)
  }

  @Test func `a genesis with nodes, a token and a pool has one encoding`() throws {
    let genesis = try draft().validated()
    #expect(try Genesis(canonicalBytes: genesis.canonicalBytes.span) == genesis)
    var other = draft()
    other.metaNodes.reverse()
    other.resourceNodes.reverse()
    #expect(try other.validated() == genesis)
    #expect(Rejection.violations(of: genesis).isEmpty)
  }

  @Test func `each broken rule of a node names it`() {
    let long = String(repeating: "a", count: 256)
    #expect(
      field { $0.metaNodes[1] = copy($0.metaNodes[1], deposit: Wei(stos: 999)) }
        == "metaNodes[1].deposit")
    #expect(
      field { $0.metaNodes[0] = copy($0.metaNodes[0], deposit: Wei(.max)) }
        == "metaNodes[0].deposit")
    #expect(
      field { $0.metaNodes[0] = copy($0.metaNodes[0], endpoint: long) } == "metaNodes[0].endpoint")
    #expect(
      field { $0.metaNodes[0] = copy($0.metaNodes[0], moniker: "\u{7}") } == "metaNodes[0].moniker")
    #expect(
      field { draft in
        let resource = draft.resourceNodes[2]
        draft.resourceNodes[2] = copy(resource, node: copy(resource.node, deposit: Wei(1)))
      } == "resourceNodes[2].deposit")
    #expect(
      field { $0.resourceNodes[1] = copy($0.resourceNodes[1], services: 0) }
        == "resourceNodes[1].services")
    #expect(
      field { $0.resourceNodes[1] = copy($0.resourceNodes[1], services: 8) }
        == "resourceNodes[1].services")
    #expect(
      field { $0.resourceNodes[1] = copy($0.resourceNodes[1], region: long) }
        == "resourceNodes[1].region")
    #expect(
      field { $0.metaNodes = Array(repeating: $0.metaNodes[0], count: 101) } == "metaNodes")
  }

  @Test func `no key is two nodes', or a node's and a validator's`() {
    #expect(
      field { $0.metaNodes[1] = copy($0.metaNodes[1], key: $0.validators[0].key) }
        == "metaNodes[1].nodeKey")
    #expect(
      field { $0.metaNodes[1] = copy($0.metaNodes[1], key: $0.metaNodes[0].key) }
        == "metaNodes[1].nodeKey")
    #expect(
      field { draft in
        let resource = draft.resourceNodes[2]
        let node = copy(resource.node, key: draft.metaNodes[0].key)
        draft.resourceNodes[2] = copy(resource, node: node)
      } == "resourceNodes[2].nodeKey")
  }

  @Test func `less than a noz is no deposit`() {
    #expect(
      field { draft in
        draft.parameters.nodeDepositMin = Wei(1)
        draft.weiPerNoz = 1_000_000_000_000
        let resource = draft.resourceNodes[0]
        let node = copy(resource.node, deposit: Wei(999_999_999_999))
        draft.resourceNodes[0] = copy(resource, node: node)
      } == "resourceNodes[0].deposit")
  }

  @Test func `each broken rule of a token names it`() {
    func spoiled(_ change: (GenesisToken) -> GenesisToken) -> String? {
      field { $0.tokens[0] = change($0.tokens[0]) }
    }
    #expect(spoiled { copy($0, name: "") } == "tokens[0].name")
    #expect(spoiled { copy($0, name: String(repeating: "a", count: 65)) } == "tokens[0].name")
    #expect(spoiled { copy($0, symbol: "\u{202E}") } == "tokens[0].symbol")
    #expect(spoiled { copy($0, decimals: 37) } == "tokens[0].decimals")
    #expect(spoiled { copy($0, cap: 49_999_999_999) } == "tokens[0].cap")
    #expect(spoiled { copy($0, cap: 50_005_000_000) } == "tokens[0].holdings[1].amount")
    #expect(spoiled { copy($0, cap: 50_005_000_001) } == nil)
    #expect(
      spoiled { copy($0, holdings: $0.holdings + $0.holdings) } == "tokens[0].holdings[2]")
    #expect(
      spoiled { copy($0, holdings: [.init(holder: $0.issuer, amount: 0)]) }
        == "tokens[0].holdings[0]")
    #expect(field { $0.tokens.append($0.tokens[0]) } == "tokens[1].symbol")
  }

  @Test func `each broken rule of a pool names it`() {
    func spoiled(_ change: (GenesisPool) -> GenesisPool) -> String? {
      field { $0.pools[0] = change($0.pools[0]) }
    }
    #expect(spoiled { copy($0, symbol: "ELSE") } == "pools[0].token")
    #expect(spoiled { copy($0, stos: .zero) } == "pools[0].stos")
    #expect(spoiled { copy($0, stos: Wei(.max)) } == "pools[0].stos")
    #expect(spoiled { copy($0, amount: 0) } == "pools[0].amount")
    #expect(spoiled { copy($0, amount: 1 << 112) } == "pools[0].amount")
    #expect(field { $0.pools.append($0.pools[0]) } == "pools[1].token")
    // What is in nodes and pools is part of the supply.
    let supply = "accounts, validators, nodes, pools and miningReserve"
    #expect(spoiled { copy($0, stos: Wei($0.stos.units + 1)) } == supply)
    #expect(
      field {
        $0.metaNodes[0] = copy(
          $0.metaNodes[0], deposit: Wei($0.metaNodes[0].deposit.units + 1))
      } == supply)
  }
}
