import Chain
import Codec
import Ledger
import State
import TestSupport
import Testing

/// What a network starts with, asked for as anybody would.
@Suite("The state of a genesis")
struct GenesisStateTests {
  private func state(of draft: GenesisDraft) throws -> (Genesis, InMemoryState) {
    let genesis = try draft.validated()
    var state = InMemoryState()
    state.apply(try InitialState.changes(for: genesis))
    return (genesis, state)
  }

  private func ask(
    _ recipient: Address, _ data: [UInt8], in state: InMemoryState
  ) throws -> [UInt8] {
    let block = BlockContext(
      chainID: ChainID(20_480), height: Height(1), epoch: Epoch(1),
      time: Timestamp(1_700_000_000_000), proposer: .zero)
    let call = Call(sender: .zero, recipient: recipient, block: block)
    return try Books(over: state).result(of: call, data: data.span)
  }

  private func draft() -> GenesisDraft {
    var draft = GenesisDraft(validatorCount: 2)
    draft.addTraffic(
      metaDeposits: [Wei(stos: 1_000), Wei(stos: 2_000)],
      resourceDeposits: [Wei(stos: 1), Wei(stos: 50), Wei(stos: 9)])
    return draft
  }

  @Test("Nodes of a genesis are active, back the network, and hold their seats")
  func nodes() throws {
    let (genesis, state) = try state(of: draft())
    let bytes = try ask(Fleet.nodes, calldata("economy()"), in: state)
    let economy = try FleetEconomy(decodingMembers: bytes.span)
    #expect(economy.deposits == .ether(3_060))
    #expect(economy.forSale == 3_060_000_000_000_000)
    #expect(economy.outstanding == 0 && economy.prepaid == .zero)
    #expect(economy.weiPerOz == UInt256(1_000_000_000_000_000 as UInt64))
    let deposits = Books(over: state).account(ModuleAccount.nodeDeposits.address).balance
    #expect(deposits == Wei(stos: 3_060))

    let list = try ask(Fleet.nodes, calldata("seats()"), in: state)
    let (seats, quorum) = try ABI.decode(list.span, as: [Address].self, UInt16.self)
    #expect(seats == genesis.metaNodes.map(\.id) && quorum == 2)
    for expected in genesis.metaNodes + genesis.resourceNodes.map(\.node) {
      let answer = try ask(Fleet.nodes, calldata("node(address)", expected.id), in: state)
      let node = try FleetNode(decodingMembers: answer.span)
      #expect(node.standing == 2)
      #expect(node.deposit == UInt256(expected.deposit.units) && node.effective == node.deposit)
      #expect(node.owner == expected.owner && node.beneficiary == expected.beneficiary)
    }
    #expect(try Devnet.supply(in: state) == Genesis.supply.units)
  }

  @Test("The mainnet-like numbers give the noz that the original network began with")
  func mainnetNumbers() throws {
    var draft = GenesisDraft(validatorCount: 1)
    draft.addTraffic(
      metaDeposits: Array(repeating: Wei(stos: 9_900), count: 7), resourceDeposits: [])
    let bytes = try ask(Fleet.nodes, calldata("economy()"), in: state(of: draft).1)
    let economy = try FleetEconomy(decodingMembers: bytes.span)
    #expect(economy.deposits == .ether(69_300))
    #expect(economy.forSale == 69_300_000_000_000_000)
  }

  @Test("A token of a genesis has its holders, and its pool is there to be swapped in")
  func tokensAndPools() throws {
    let (genesis, state) = try state(of: draft())
    let data = calldata("tokens(uint256,uint16)", UInt256.zero, 10 as UInt16)
    let list = try ask(World.tokens, data, in: state)
    let (tokens, _) = try ABI.decode(list.span, as: [Address].self, UInt256.self)
    let token = try #require(tokens.first)
    func number(_ recipient: Address, _ data: [UInt8]) throws -> UInt256 {
      let bytes = try ask(recipient, data, in: state)
      return try ABI.decode(bytes.span, as: UInt256.self)
    }
    for holding in genesis.tokens[0].holdings {
      let held = try number(token, calldata("balanceOf(address)", holding.holder))
      #expect(held == UInt256(holding.amount))
    }
    #expect(try number(token, calldata("totalSupply()")) == UInt256(50_005_000_001 as UInt64))

    let pair = calldata("getPair(address,address)", Address.stos, token)
    let answer = try ask(World.exchange, pair, in: state)
    let pool = try ABI.decode(answer.span, as: Address.self)
    let owner = genesis.pools[0].owner
    let shares = try number(pool, calldata("balanceOf(address)", owner))
    // √(1,000·10¹⁸ · 5·10¹⁰), less the first 1,000, which nobody gets.
    #expect(shares == UInt256(7_071_067_811_865_475 - 1_000 as UInt64))
    let path = [Address.stos, token]
    let quote = calldata("getAmountsOut(uint256,address[])", UInt256.ether(1), path)
    let quoted = try ask(World.exchange, quote, in: state)
    let amounts = try ABI.decode(quoted.span, as: [UInt256].self)
    #expect(amounts[1] > UInt256(49_000_000 as UInt64))
    #expect(amounts[1] < UInt256(50_000_000 as UInt64))
  }

  @Test("The first transaction of an issuer creates a token beside the one of the genesis")
  func tokenAddresses() throws {
    let wallet = try Wallet(seed: 3)
    var draft = draft()
    let owner = draft.accounts[0]
    draft.accounts = [
      Genesis.Account(address: wallet.address, balance: owner.balance)
    ]
    draft.tokens = draft.tokens.map { token in
      GenesisToken(
        issuer: wallet.address, name: token.name, symbol: token.symbol, decimals: token.decimals,
        cap: token.cap, holdings: token.holdings)
    }
    let (_, state) = try state(of: draft)
    var books = Books(over: state)
    let block = BlockContext(
      chainID: ChainID(20_480), height: Height(1), epoch: Epoch(1),
      time: Timestamp(1_700_000_000_000), proposer: .zero)
    let data = calldata(
      "createToken(string,string,uint8,uint256,uint256)", "New", "NEW", 18 as UInt8, UInt256.zero,
      UInt256.zero)
    _ = try books.perform(
      Call(sender: wallet.address, recipient: World.tokens, nonce: 0, block: block),
      data: data.span)
  }

  @Test("What would be nobody's is refused by the field that says so")
  func reserved() throws {
    func field(_ spoil: (inout GenesisDraft) -> Void) throws -> String? {
      var draft = draft()
      spoil(&draft)
      let genesis = try draft.validated()
      do throws(GenesisError) {
        _ = try InitialState.changes(for: genesis)
        return nil
      } catch {
        return error.field
      }
    }
    let module = ModuleAccount.feePool.address
    #expect(
      try field { draft in
        let node = draft.metaNodes[0]
        draft.metaNodes[0] = GenesisNode(
          owner: node.owner, key: node.key, beneficiary: module, deposit: node.deposit,
          endpoint: "", moniker: "")
      } == "metaNodes")
    #expect(
      try field { draft in
        let resource = draft.resourceNodes[0]
        let node = GenesisNode(
          owner: .zero, key: resource.node.key, beneficiary: resource.node.beneficiary,
          deposit: resource.node.deposit, endpoint: "", moniker: "")
        draft.resourceNodes[0] = GenesisResourceNode(
          node: node, services: 1, capacityBytes: 0, region: "")
      } == "resourceNodes")
    #expect(
      try field { draft in
        let token = draft.tokens[0]
        draft.tokens[0] = GenesisToken(
          issuer: token.issuer, name: token.name, symbol: token.symbol, decimals: 6,
          cap: token.cap, holdings: [.init(holder: .stos, amount: 1)])
      } == "tokens[0]")
    #expect(
      try field { draft in
        draft.pools[0] = GenesisPool(
          owner: module, symbol: "SUSD", stos: draft.pools[0].stos, amount: 1_000_000)
      } == "pools[0]")
    // √(x·y) has to be more than the shares that nobody gets.
    #expect(
      try field { draft in
        let rest = draft.accounts[0].balance.units + draft.pools[0].stos.units - 1
        draft.accounts[0] = Genesis.Account(
          address: draft.accounts[0].address, balance: Wei(rest))
        draft.pools[0] = GenesisPool(
          owner: draft.pools[0].owner, symbol: "SUSD", stos: Wei(1), amount: 1_000)
      } == "pools[0]")
  }

  @Test("A list looks at 1,000 nodes at a time, and a full house seats nobody else")
  func manyNodes() throws {
    var draft = GenesisDraft(validatorCount: 1)
    draft.addTraffic(
      metaDeposits: Array(repeating: Wei(stos: 1_000), count: 100),
      resourceDeposits: Array(repeating: Wei(stos: 1), count: 1_000))
    let (_, state) = try state(of: draft)
    func list(from cursor: UInt256, region: String) throws -> ([FleetNode], UInt256) {
      let data = calldata(
        "nodes(uint256,uint16,uint8,uint8,string)", cursor, UInt16.max, 0 as UInt8, 0 as UInt8,
        region)
      let bytes = try ask(Fleet.nodes, data, in: state)
      let (nodes, next) = try ABI.decode(bytes.span, as: [FleetNode].self, UInt256.self)
      return (nodes, next)
    }
    let (none, next) = try list(from: .zero, region: "east")
    #expect(none.isEmpty && next == UInt256(1_000 as UInt64))
    let (some, end) = try list(from: next, region: "")
    #expect(some.count == 100 && end == UInt256(1_100 as UInt64))
    let bytes = try ask(Fleet.nodes, calldata("seats()"), in: state)
    let (seats, quorum) = try ABI.decode(bytes.span, as: [Address].self, UInt16.self)
    #expect(seats.count == 100 && quorum == 67)
  }
}
