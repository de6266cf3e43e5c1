import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Prepay contracts")
struct PrepayContractTests {
  private let stos: UInt128 = 1_000_000_000_000_000_000
  private let fileA = Digest(FixedBytes(repeating: 0xA1))
  private let fileB = Digest(FixedBytes(repeating: 0xB2))

  /// A network that is backed, in its fifth epoch; person 0 opens, 1 benefits, the others consume.
  private func world() throws -> World {
    var world = try World.backed(by: 2_000)
    while world.epoch < Epoch(5) { world.endBlock(by: world.people[0], isClosing: true) }
    return world
  }

  private func reason(_ body: () throws -> UInt128) -> String {
    do {
      return "\(try body()) noz"
    } catch let refusal as Refusal {
      return refusal.reason
    } catch {
      return "\(error)"
    }
  }

  @Test("A contract keeps what its opener chose, is listed, and takes funds of anybody")
  func opening() throws {
    var world = try world()
    let scope = FixedBytes<32>(repeating: 7)
    let contract = try world.openContract(
      5 * stos, for: world.people[1], scope: scope, cap: UInt256(1_000 as UInt64), expiry: 9)
    let state = try world.contract(contract)
    #expect(state.opener == world.people[0])
    #expect(state.beneficiary == world.people[1])
    #expect(state.scope == scope)
    #expect(state.cap == 1_000)
    #expect([state.opened, state.expiry, UInt64(state.standing), state.closing] == [5, 9, 0, 0])
    #expect(try world.economy().outstanding == state.noz)
    let fund = calldata("fundContract(address,uint256)", contract, UInt256.zero)
    let more = try world.call(World.prepay, fund, from: 3, value: stos).decoded(as: UInt128.self)
    #expect(try world.contract(contract).noz == state.noz + more)
    let second = try world.openContract(stos, cap: .max, expiry: .max)
    #expect(second != contract)
    #expect(try world.contracts(of: world.people[0]) == [contract, second])
    #expect(try world.contract(second).cap == .max)
    #expect(try world.contract(second).expiry == Epoch.largest.units)
    try OzoneAudit().check(world)
  }

  @Test("What no contract can be says why, and a contract takes no wei")
  func refusals() throws {
    var world = try world()
    func open(
      _ amount: UInt128, for beneficiary: Address, cap: UInt256 = .max, expiry: UInt64 = .max
    ) -> String {
      let data = calldata(
        "openContract(address,bytes32,uint256,uint64,uint256)", beneficiary,
        FixedBytes<32>.zero, cap, expiry, UInt256.zero)
      return world.refusal(World.prepay, data, value: amount)
    }
    #expect(open(0, for: .zero).contains("too few"))
    #expect(open(stos, for: .zero, cap: .zero).contains("cap of 0"))
    #expect(open(stos, for: .zero, expiry: 4).contains("expires in epoch 4"))
    #expect(open(stos, for: World.prepay).contains("takes no payments"))
    #expect(open(stos, for: .zero, expiry: 5) == "done")
    #expect(try world.contracts(of: world.people[0]).count == 1)
    let contract = try world.contracts(of: world.people[0])[0]
    #expect(world.refusal(contract, [], value: 1).contains("fund it instead"))
    let nobody = calldata("fundContract(address,uint256)", world.people[1], UInt256.zero)
    #expect(world.refusal(World.prepay, nobody, value: stos).contains("no prepay contract"))
    let dear = calldata("fundContract(address,uint256)", contract, UInt256.max)
    #expect(world.refusal(World.prepay, dear, value: stos).contains("insufficient output"))
    let admit = calldata(
      "admit(address,address[],uint128)", contract, [world.people[3]], 9 as UInt128)
    #expect(world.refusal(World.prepay, admit, from: 1).contains("only who opened"))
  }

  @Test("An open contract is not drained by invented consumers")
  func inventedConsumers() throws {
    var world = try world()
    let contract = try world.openContract(stos, for: world.people[1])
    let before = try world.contract(contract).noz
    #expect(
      reason { try world.draw(10, of: contract, by: world.people[2]) }.contains("no allowance"))
    #expect(
      reason { try world.draw(10, of: contract, by: world.people[0]) }.contains("no allowance"))
    #expect(reason { try world.draw(10, of: contract, by: contract) }.contains("no ozone left"))
    #expect(
      reason { try world.draw(10, of: world.people[0], by: world.people[2]) }
        .contains("neither the consumer nor a prepay contract"))
    #expect(try world.draw(10, of: contract, by: world.people[1]) == 10)
    #expect(try world.contract(contract).noz == before - 10)
  }

  @Test("A cap is that of the epoch of the traffic, whenever it is reported")
  func cap() throws {
    var world = try world()
    let contract = try world.openContract(
      stos, for: world.people[1], cap: UInt256(100 as UInt64))
    let me = world.people[1]
    #expect(try world.draw(70, of: contract, by: me) == 70)
    world.epoch = Epoch(6)
    // What is over is not counted and not lost: a later claim gets what there is room for.
    #expect(try world.draw(70, of: contract, by: me, in: 5) == 30)
    #expect(reason { try world.draw(1, of: contract, by: me, in: 5) }.contains("cap for epoch 5"))
    #expect(try world.draw(200, of: contract, by: me, in: 6) == 100)
    let drawn = calldata("drawn(address,uint64)", contract, 5 as UInt64)
    #expect(try world.number(World.prepay, drawn) == UInt256(100 as UInt64))
  }

  @Test("A contract pays from the epoch it was opened in to its expiry, and not before or after")
  func epochs() throws {
    var world = try world()
    let contract = try world.openContract(stos, for: world.people[1], expiry: 7)
    let me = world.people[1]
    world.epoch = Epoch(9)
    #expect(reason { try world.draw(1, of: contract, by: me, in: 4) }.contains("opened in epoch 5"))
    #expect(reason { try world.draw(1, of: contract, by: me, in: 8) }.contains("expired"))
    #expect(try world.draw(1, of: contract, by: me, in: 5) == 1)
    #expect(try world.draw(1, of: contract, by: me, in: 7) == 1)
  }

  @Test("Scopes are told apart: a file, an owner, anything")
  func scopes() throws {
    var world = try world()
    let me = world.people[1]
    let owner = world.people[4]
    var word = FixedBytes<32>.zero
    for index in 0..<20 { word[12 + index] = owner.bytes.storage[index] }
    let byOwner = try world.openContract(stos, for: me, scope: word)
    let byFile = try world.openContract(stos, for: me, scope: fileA.bytes)
    let any = try world.openContract(stos, for: me)
    func draw(_ contract: Address, _ file: Digest, _ owner: Address?) -> String {
      reason { try world.draw(1, of: contract, by: me, file: file, fileOwner: owner) }
    }
    #expect(draw(byOwner, fileA, owner) == "1 noz")
    #expect(draw(byOwner, fileA, me).contains("files of"))
    #expect(draw(byOwner, fileA, nil).contains("files of"))
    #expect(draw(byOwner, .zero, nil).contains("files of"))
    #expect(draw(byFile, fileA, nil) == "1 noz")
    #expect(draw(byFile, fileB, owner).contains("file"))
    #expect(draw(byFile, .zero, nil).contains("file"))
    #expect(draw(any, fileB, me) == "1 noz")
    #expect(draw(any, .zero, nil) == "1 noz")
  }

  @Test("A claim takes what ozone, cap and allowance have, and a later one what was added")
  func overdraft() throws {
    var world = try world()
    let contract = try world.openContract(1_000_000_000, cap: UInt256(900 as UInt64))
    let noz = try world.contract(contract).noz
    try #require(noz == 999)
    let consumer = world.people[3]
    try world.admit([consumer], 500, to: contract)
    #expect(try world.draw(600, of: contract, by: consumer) == 500)
    #expect(reason { try world.draw(1, of: contract, by: consumer) }.contains("no allowance"))
    try world.admit([consumer], 1_000, to: contract)
    #expect(try world.draw(600, of: contract, by: consumer) == 400)
    #expect(try world.draw(600, of: contract, by: consumer, in: 6) == 99)
    #expect(reason { try world.draw(1, of: contract, by: consumer) }.contains("used up"))
    try OzoneAudit(counted: 999).check(world)
  }

  @Test("Admitting sets an allowance and does not add to it, so no stale admission adds up")
  func admissions() throws {
    var world = try world()
    let contract = try world.openContract(stos)
    let (one, two) = (world.people[2], world.people[3])
    try world.admit([one, two, one], 100, to: contract)
    try world.admit([one], 100, to: contract)
    #expect(try world.draw(500, of: contract, by: one) == 100)
    #expect(try world.draw(30, of: contract, by: two) == 30)
    let allowance = calldata("allowance(address,address,uint64)", contract, two, 5 as UInt64)
    #expect(try world.number(World.prepay, allowance) == UInt256(70 as UInt64))
    // Another contract of the same opener knows nothing of it.
    let other = try world.openContract(stos)
    #expect(reason { try world.draw(1, of: other, by: two) }.contains("no allowance"))
  }

  @Test("A payer who withdraws an admission after use still pays for the use")
  func withdrawal() throws {
    var world = try world()
    let contract = try world.openContract(stos)
    let consumer = world.people[2]
    try world.admit([consumer], 100, to: contract)
    try world.admit([consumer], 0, to: contract)
    world.epoch = Epoch(6)
    #expect(
      reason { try world.draw(1, of: contract, by: consumer, in: 6) }.contains("no allowance"))
    #expect(try world.draw(60, of: contract, by: consumer, in: 5) == 60)
    // A second, lower allowance holds for its own epochs, and uses count against all of them.
    try world.admit([consumer], 50, to: contract)
    #expect(try world.draw(30, of: contract, by: consumer, in: 6) == 30)
    try world.admit([consumer], 5, to: contract)
    world.epoch = Epoch(7)
    #expect(try world.draw(100, of: contract, by: consumer, in: 7) == 5)
    #expect(try world.draw(100, of: contract, by: consumer, in: 6) == 15)
    #expect(
      reason { try world.draw(1, of: contract, by: consumer, in: 5) }.contains("no allowance"))
  }

  @Test("A payer who closes a contract after use still pays for the use")
  func closing() throws {
    var world = try world()
    let contract = try world.openContract(stos, for: world.people[1])
    let me = world.people[1]
    let noz = try world.contract(contract).noz
    let close = calldata("closeContract(address)", contract)
    #expect(world.refusal(World.prepay, close, from: 1).contains("ends it"))
    #expect(try world.close(contract) == 0)
    #expect(try world.contract(contract).standing == 1)
    #expect(world.refusal(World.prepay, close).contains("can still be reported"))
    while world.epoch < Epoch(11) { world.endBlock(by: world.people[0], isClosing: true) }
    let fund = calldata("fundContract(address,uint256)", contract, UInt256.zero)
    #expect(world.refusal(World.prepay, fund, value: stos).contains("was closed"))
    let admit = calldata("admit(address,address[],uint128)", contract, [me], 0 as UInt128)
    #expect(world.refusal(World.prepay, admit).contains("was closed"))
    #expect(world.refusal(World.prepay, close, from: 3).contains("can still be reported"))
    #expect(reason { try world.draw(1, of: contract, by: me, in: 6) }.contains("ended in epoch 5"))
    #expect(try world.draw(1_000, of: contract, by: me, in: 5) == 1_000)
    world.endBlock(by: world.people[0], isClosing: true)
    #expect(try world.close(contract, by: 3) == noz - 1_000)
    #expect(try world.ozone(of: world.people[0]) == noz - 1_000)
    #expect(world.refusal(World.prepay, close).contains("closed already"))
    #expect(reason { try world.draw(1, of: contract, by: me, in: 5) }.contains("is closed"))
    try OzoneAudit(counted: 1_000).check(world)
  }
}
