import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// Owners and their nodes: registration, deposits, the end.
@Suite("Nodes")
struct NodeTests {
  private static let stos = Fleet.stos

  @Test("Nodes register, become active, are suspended, end, and are paid out")
  func life() throws {
    var fleet = try Fleet()
    let node = try fleet.registerResource(deposit: 10 * Self.stos, by: 2)
    #expect(try fleet.record(node).standing == 1)
    let before = try fleet.economy()
    #expect(before.deposits.low == 4_200 * Self.stos)

    try fleet.setEffectiveDeposit(of: node, to: 8 * Self.stos)
    #expect(try fleet.record(node).standing == 2)
    #expect(try fleet.record(node).effective == .ether(8))
    #expect(try fleet.economy().deposits.low == 4_208 * Self.stos)

    try fleet.suspend(node, penalty: 0)
    #expect(try fleet.record(node).standing == 3)
    #expect(try fleet.economy().deposits == before.deposits)
    try fleet.setEffectiveDeposit(of: node, to: 10 * Self.stos)
    #expect(try fleet.record(node).standing == 2)

    let wei = fleet.world.wei(fleet.world.people[2])
    try fleet.remove(node, by: 2)
    #expect(try fleet.record(node).standing == 4)
    #expect(try fleet.record(node).payoutEpoch == 2_017)
    #expect(try fleet.economy().deposits == before.deposits)
    fleet.world.epoch = Epoch(2_016)
    fleet.endBlock()
    #expect(fleet.world.wei(fleet.world.people[2]) == wei)
    fleet.world.epoch = Epoch(2_017)
    fleet.endBlock()
    #expect(fleet.world.wei(fleet.world.people[2]) == wei + 10 * Self.stos)
    #expect(try fleet.record(node).standing == 5)
    #expect(try fleet.record(node).deposit == .zero)
    try fleet.checkLaws()
  }

  @Test("Hole: a proof of possession that somebody saw registers nothing for him")
  func frontRunProof() throws {
    var fleet = try Fleet(metas: 0, resources: [])
    let key = try fleet.newKey()
    let proof = try fleet.proof(of: key, as: .resourceNode, for: fleet.world.people[1])
    func register(by person: Int, in fleet: inout Fleet) -> Result<[UInt8], Refusal> {
      let data = calldata(
        "registerResourceNode(bytes,bytes,address,uint8,uint64,string,string,string)",
        ABIBytes(key.compressed.array), proof, fleet.world.people[person], 4 as UInt8,
        1 as UInt64, "", "", "")
      return fleet.call(data, from: person, value: Self.stos)
    }
    #expect(throws: Refusal.self) { try register(by: 2, in: &fleet).get() }
    _ = try register(by: 1, in: &fleet).get()
  }

  @Test("A key registers once, whoever comes with it and as whatever")
  func keysRegisterOnce() throws {
    var fleet = try Fleet()
    let key = try fleet.newKey()
    let node = try fleet.registerResource(deposit: Self.stos, by: 1, key: key)
    #expect(throws: Refusal.self) {
      try fleet.registerResource(deposit: Self.stos, by: 1, key: key)
    }
    #expect(throws: Refusal.self) {
      try fleet.registerMeta(deposit: Fleet.metaDeposit, by: 2, key: key)
    }
    try fleet.remove(node)
    fleet.world.epoch = Epoch(3_000)
    fleet.endBlock()
    #expect(throws: Refusal.self) {
      try fleet.registerResource(deposit: Self.stos, by: 1, key: key)
    }
    // Nor is a validator's key a node's, or the other way round.
    let validatorKey = fleet.consensusKey
    #expect(throws: Refusal.self) {
      try fleet.registerResource(deposit: Self.stos, by: 1, key: validatorKey)
    }
    let proof = try fleet.proof(of: key, as: .consensus, for: fleet.world.people[2])
    let data = calldata(
      "createValidator(bytes,bytes,uint16,string,string)", ABIBytes(key.compressed.array), proof,
      0 as UInt16, "v", "")
    let refusal = fleet.world.call(Stakers.staking, data, from: 2, value: Self.stos)
    #expect(throws: Refusal.self) { try refusal.get() }
  }

  @Test("What an owner says about a node has limits")
  func limits() throws {
    var fleet = try Fleet(metas: 0, resources: [])
    func refuses(
      deposit: UInt128 = Fleet.stos, beneficiary: Address? = nil, region: String = "",
      services: UInt8 = 4
    ) -> Bool {
      let result = Result {
        try fleet.registerResource(
          deposit: deposit, by: 1, beneficiary: beneficiary, region: region, services: services)
      }
      return (try? result.get()) == nil
    }
    #expect(refuses(deposit: Self.stos - 1))
    #expect(refuses(deposit: fleet.world.wei(fleet.world.people[1]) + 1))
    #expect(refuses(beneficiary: .zero))
    #expect(refuses(beneficiary: ModuleAccount.feePool.address))
    #expect(refuses(services: 0))
    #expect(refuses(services: 8))
    #expect(refuses(region: String(repeating: "a", count: 33)))
    #expect(refuses(region: "a\u{202E}b"))
    #expect(!refuses(region: String(repeating: "a", count: 32), services: 7))
    let deposit = Fleet.metaDeposit
    #expect(throws: Refusal.self) { try fleet.registerMeta(deposit: deposit - 1, by: 1) }
    try fleet.checkLaws()
  }

  @Test("An owner changes the beneficiary and the description, even of a node that is gone")
  func updates() throws {
    var fleet = try Fleet()
    let node = fleet.resources[0]
    func update(
      _ node: Address, by person: Int, services: UInt8 = 3, region: String = "south",
      moniker: String = "new"
    ) -> Result<[UInt8], Refusal> {
      let data = calldata(
        "updateNode(address,address,uint8,uint64,string,string,string)", node,
        fleet.world.people[4], services, UInt64.max, region, "there:1", moniker)
      return fleet.call(data, from: person)
    }
    #expect(throws: Refusal.self) { try update(node, by: 2).get() }
    #expect(throws: Refusal.self) { try update(node, by: 1, services: 9).get() }
    let long = String(repeating: "m", count: 71)
    #expect(throws: Refusal.self) { try update(node, by: 1, moniker: long).get() }
    _ = try update(node, by: 1).get()
    let record = try fleet.record(node)
    #expect(record.beneficiary == fleet.world.people[4])
    #expect(record.services == 3 && record.capacityBytes == .max && record.region == "south")
    #expect(record.endpoint == "there:1" && record.moniker == "new")
    // A meta node offers nothing that these would describe.
    #expect(throws: Refusal.self) { try update(fleet.metas[0], by: 1).get() }
    try fleet.remove(node)
    fleet.world.epoch = Epoch(3_000)
    fleet.endBlock()
    _ = try update(node, by: 1, moniker: "gone").get()
    #expect(try fleet.record(node).moniker == "gone")
  }

  @Test("Only its owner tops a node up or removes it, and only while it is there")
  func owners() throws {
    var fleet = try Fleet()
    let node = fleet.resources[0]
    #expect(throws: Refusal.self) { try fleet.topUp(node, with: 1, by: 2) }
    #expect(throws: Refusal.self) { try fleet.topUp(node, with: 0) }
    #expect(throws: Refusal.self) { try fleet.remove(node, by: 2) }
    #expect(throws: Refusal.self) { try fleet.remove(fleet.world.people[1]) }
    let before = try fleet.record(node)
    try fleet.topUp(node, with: 7)
    #expect(try fleet.record(node).deposit.low == before.deposit.low + 7)
    #expect(try fleet.record(node).effective == before.effective)
    try fleet.remove(node)
    #expect(throws: Refusal.self) { try fleet.remove(node) }
    #expect(throws: Refusal.self) { try fleet.topUp(node, with: 1) }
    try fleet.checkLaws()
  }

  @Test("Removed deposits are paid the oldest first, and not all in one block")
  func payouts() throws {
    var fleet = try Fleet(metas: 0, resources: [])
    var nodes: [Address] = []
    for _ in 0..<258 {
      nodes.append(try fleet.registerResource(deposit: Self.stos, by: 1))
      if nodes.count == 2 {
        for node in nodes { try fleet.remove(node) }
        fleet.world.epoch = Epoch(2)
      }
    }
    for node in nodes[2...] { try fleet.remove(node) }
    func paid() throws -> Int { try nodes.count { try fleet.record($0).standing == 5 } }
    fleet.world.epoch = Epoch(2_017)
    fleet.endBlock()
    #expect(try paid() == 2)
    fleet.world.epoch = Epoch(2_020)
    fleet.endBlock()
    #expect(try paid() == 258)
    fleet.world.epoch = Epoch(2_021)
    #expect(fleet.wei(.nodeDeposits) == 0)
    try fleet.checkLaws()
  }

  @Test("Nodes are listed by role, standing and region, and by owner")
  func lists() throws {
    var fleet = try Fleet()
    let node = try fleet.registerResource(deposit: Self.stos, by: 2, region: "south")
    try fleet.suspend(fleet.resources[1], penalty: 0)
    func list(role: UInt8 = 0, standing: UInt8 = 0, region: String = "") throws -> [Address] {
      try fleet.list(role: role, standing: standing, region: region).0.map(\.node)
    }
    #expect(try list() == fleet.metas + fleet.resources + [node])
    #expect(try list(role: 2) == fleet.metas)
    #expect(try list(role: 1, standing: 2) == [fleet.resources[0], fleet.resources[2]])
    #expect(try list(standing: 3) == [fleet.resources[1]])
    #expect(try list(standing: 1, region: "south") == [node])
    #expect(try list(region: "nowhere") == [])

    let (first, cursor) = try fleet.list(limit: 1, role: 1)
    #expect(first.map(\.node) == [fleet.resources[0]] && cursor == UInt256(5 as UInt64))
    let (rest, end) = try fleet.list(from: cursor, limit: 9, role: 1)
    #expect(rest.map(\.node) == [fleet.resources[1], fleet.resources[2], node])
    #expect(end == UInt256(8 as UInt64))
    #expect(try fleet.list(from: .max).next == end)
    #expect(try fleet.list(limit: 0).next == .zero)

    let owner = fleet.world.people[2]
    let data = calldata("nodesOf(address,uint256,uint16)", owner, UInt256.zero, 9 as UInt16)
    let bytes = try fleet.world.ask(Fleet.nodes, data).get()
    let (own, next) = try ABI.decode(bytes.span, as: [Address].self, UInt256.self)
    #expect(own == [node] && next == UInt256(1 as UInt64))
  }

  @Test("What a key signs to be registered can be asked for")
  func possessionDigest() throws {
    var fleet = try Fleet(metas: 0, resources: [])
    let key = try fleet.newKey()
    func ask(_ purpose: UInt8, _ key: [UInt8]) throws -> FixedBytes<32> {
      let data = calldata(
        "possessionDigest(uint8,address,bytes)", purpose, fleet.world.people[1], ABIBytes(key))
      let bytes = try fleet.world.ask(Fleet.nodes, data).get()
      return try ABI.decode(bytes.span, as: FixedBytes<32>.self)
    }
    let possession = Possession(
      purpose: .metaNode, account: fleet.world.people[1], key: key)
    #expect(try ask(3, key.compressed.array) == possession.digest(on: Fleet.network).bytes)
    #expect(throws: Refusal.self) { try ask(4, key.compressed.array) }
    #expect(throws: Refusal.self) { try ask(3, []) }
  }
}
