import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

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
    fleet.world.endBlock(by: fleet.world.people[0])
    #expect(fleet.world.wei(fleet.world.people[2]) == wei)
    fleet.world.epoch = Epoch(2_017)
    fleet.world.endBlock(by: fleet.world.people[0])
    #expect(fleet.world.wei(fleet.world.people[2]) == wei + 10 * Self.stos)
    #expect(try fleet.record(node).standing == 5)
    #expect(try fleet.record(node).deposit == .zero)
    try fleet.checkLaws()
  }

  @Test("A meta node is seated by validators or by a quorum, and loses its seat likewise")
  func seats() throws {
    var fleet = try Fleet()
    #expect(try fleet.seats() == (fleet.metas.sorted(), 3))
    let node = try fleet.registerMeta(deposit: 2_000 * Self.stos, by: 2)
    try fleet.decide("AdmitMetaNode", on: node)
    #expect(try fleet.record(node).effective == .ether(2_000))
    #expect(try fleet.seats().0.contains(node))
    #expect(try fleet.economy().deposits.low == 6_200 * Self.stos)
    try fleet.topUp(node, with: 5, by: 2)
    #expect(try fleet.economy().deposits.low == 6_200 * Self.stos + 5)

    try fleet.decide("ExpelMetaNode", on: node, by: fleet.metas)
    #expect(try fleet.record(node).standing == 1)
    #expect(try fleet.economy().deposits.low == 4_200 * Self.stos)
    try fleet.propose(seating: node, true)
    #expect(try fleet.record(node).standing == 2)
    try fleet.propose(seating: node, false)
    #expect(try fleet.record(node).standing == 1)
    #expect(try fleet.record(node).counter == 4)
    try fleet.remove(node, by: 2)
    try fleet.checkLaws()
  }
}
