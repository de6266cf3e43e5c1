import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// What the meta nodes decide together, who gets a seat, and who loses it.
@Suite("The meta quorum")
struct MetaQuorumTests {
  private static let stos = Fleet.stos

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

  @Test("A quorum is as many different seats as it takes, in order, over these very terms")
  func signatures() throws {
    var fleet = try Fleet(metas: 7)
    let node = fleet.resources[0]
    let terms = try fleet.effectiveDepositDigest(node, 50 * Self.stos)
    func attempt(_ approvals: ABIBytes) -> Result<[UInt8], Refusal> {
      let data = calldata(
        "setEffectiveDeposit(address,uint256,bytes)", node, UInt256(50 * Self.stos), approvals)
      return fleet.call(data, from: 5)
    }
    func refuses(_ approvals: ABIBytes) -> Bool { (try? attempt(approvals).get()) == nil }
    let sorted = fleet.metas.sorted()
    let five = try fleet.signatures(of: terms, by: Array(sorted[..<5])).bytes
    #expect(refuses(ABIBytes([])))
    #expect(refuses(ABIBytes(Array(five.dropLast()))))
    #expect(refuses(ABIBytes(five + [0])))
    #expect(refuses(try fleet.signatures(of: terms, by: Array(sorted[..<4]))))
    // The same seat twice, or out of order.
    #expect(refuses(ABIBytes(Array(five[..<256]) + Array(five[192..<256]))))
    #expect(refuses(ABIBytes(Array(five[64...]) + Array(five[..<64]))))
    // Somebody without a seat, or something else.
    #expect(refuses(try fleet.signatures(of: terms, by: Array(sorted[..<4]) + [node])))
    let others = [
      try fleet.effectiveDepositDigest(node, 50 * Self.stos + 1),
      try fleet.effectiveDepositDigest(fleet.resources[1], 50 * Self.stos),
      try fleet.effectiveDepositDigest(node, 50 * Self.stos, counter: 0),
      try fleet.effectiveDepositDigest(node, 50 * Self.stos, counter: 2),
    ]
    for other in others {
      #expect(refuses(try fleet.signatures(of: other, by: sorted)))
    }
    #expect(refuses(ABIBytes([UInt8](repeating: 0, count: 320))))
    #expect(refuses(ABIBytes([UInt8](repeating: 0xFF, count: 320))))
    #expect(!refuses(try fleet.signatures(of: terms, by: sorted)))
    #expect(try fleet.record(node).effective == .ether(50))
  }

  @Test("Hole: approvals that were used, or overtaken by another decision, count no more")
  func staleApprovals() throws {
    var fleet = try Fleet()
    let node = fleet.resources[0]
    let full = try fleet.effectiveDepositDigest(node, 100 * Self.stos)
    let approvals = try fleet.signatures(of: full, by: fleet.quorum)
    try fleet.suspend(node, penalty: 0)
    let data = calldata(
      "setEffectiveDeposit(address,uint256,bytes)", node, UInt256.ether(100), approvals)
    #expect(throws: Refusal.self) { try fleet.call(data, from: 5).get() }

    // An admission that was signed before an expulsion does not bring the node back.
    let meta = try fleet.registerMeta(deposit: Fleet.metaDeposit, by: 2)
    try fleet.decide("AdmitMetaNode", on: meta)
    try fleet.decide("ExpelMetaNode", on: meta, by: fleet.metas)
    for counter in 0...1 as ClosedRange<UInt64> {
      #expect(throws: Refusal.self) {
        try fleet.decide("AdmitMetaNode", on: meta, counter: counter)
      }
    }
    try fleet.decide("AdmitMetaNode", on: meta, counter: 2)
  }

  @Test("Hole: approvals of a network before a reset count in no other")
  func reset() throws {
    var fleet = try Fleet()
    let node = fleet.resources[0]
    let earlier = Network(
      chainID: ChainID(20_480), genesisHash: Digest(FixedBytes(repeating: 1)))
    let counter = try fleet.record(node).counter
    let type = "SetEffectiveDeposit(address node,uint256 effective,uint64 counter)"
    let digest = earlier.digest(type, for: Fleet.nodes) {
      $0.write(address: node.bytes)
      $0.write(UInt256.zero)
      $0.write(UInt256(counter))
    }
    let data = calldata(
      "setEffectiveDeposit(address,uint256,bytes)", node, UInt256.zero,
      try fleet.signatures(of: digest, by: fleet.metas))
    #expect(throws: Refusal.self) { try fleet.call(data, from: 5).get() }
  }

  @Test("An effective deposit is 0, or from the minimum to the deposit, of a node that is there")
  func effectiveDeposits() throws {
    var fleet = try Fleet()
    let node = fleet.resources[0]
    for amount in [1, Self.stos - 1, 100 * Self.stos + 1, .max] as [UInt128] {
      #expect(throws: Refusal.self) { try fleet.setEffectiveDeposit(of: node, to: amount) }
    }
    try fleet.setEffectiveDeposit(of: node, to: Self.stos)
    try fleet.setEffectiveDeposit(of: node, to: 0)
    #expect(try fleet.record(node).standing == 3)
    try fleet.setEffectiveDeposit(of: node, to: 0)
    try fleet.setEffectiveDeposit(of: node, to: 100 * Self.stos)
    #expect(try fleet.record(node).standing == 2)
    #expect(throws: Refusal.self) {
      try fleet.setEffectiveDeposit(of: fleet.metas[0], to: Self.stos)
    }
    try fleet.remove(node)
    #expect(throws: Refusal.self) { try fleet.setEffectiveDeposit(of: node, to: 0) }
    fleet.world.epoch = Epoch(3_000)
    fleet.endBlock()
    #expect(throws: Refusal.self) { try fleet.setEffectiveDeposit(of: node, to: 0) }
    #expect(throws: Refusal.self) { try fleet.suspend(node, penalty: 1) }
    try fleet.checkLaws()
  }

  @Test("A penalty is worth what the noz would settle for before anything else happens")
  func penalty() throws {
    var fleet = try Fleet()
    let node = fleet.resources[0]
    let economy = try fleet.economy()
    let noz: UInt128 = 1_000_000_000_000
    let wei = UInt256(economy.deposits.low, times: noz)
      .quotientAndRemainder(dividingBy: economy.forSale + noz).quotient.low
    #expect(try fleet.suspend(node, penalty: noz) == wei)
    #expect(wei > 0 && fleet.wei(.communityPool) == wei)
    #expect(try fleet.record(node).deposit.low == 100 * Self.stos - wei)
    // A suspended node is fined again, and so is one on its way out; it stays as it is.
    #expect(try fleet.suspend(node, penalty: noz) > 0)
    try fleet.remove(node)
    #expect(try fleet.suspend(node, penalty: noz) > 0)
    #expect(try fleet.record(node).standing == 4)
    try fleet.checkLaws()
  }

  @Test("Hole: however large a penalty is said to be, an epoch takes 5 percent of a deposit")
  func cappedPenalties() throws {
    var fleet = try Fleet()
    let node = fleet.resources[0]
    for noz in [(1 << 112) + 1, .max] as [UInt128] {
      #expect(throws: Refusal.self) { try fleet.suspend(node, penalty: noz) }
    }
    #expect(try fleet.suspend(node, penalty: 1 << 112) == 5 * Self.stos)
    #expect(try fleet.suspend(node, penalty: 1 << 112) == 0)
    fleet.endEpochs()
    #expect(try fleet.suspend(node, penalty: 1 << 112) == 95 * Self.stos / 20)
    // The base is the deposit before the first penalty of an epoch, not what is added to it.
    try fleet.topUp(node, with: 1_000 * Self.stos)
    #expect(try fleet.suspend(node, penalty: 1 << 112) == 0)
    try fleet.checkLaws()
  }

  @Test("Two reports of one page that a meta node signed cost it a seat and 5 percent")
  func evidence() throws {
    var fleet = try Fleet()
    let node = fleet.metas[0]
    let first = try fleet.signedPage(3, epoch: 9, vouchers: 1, by: node)
    let second = try fleet.signedPage(3, epoch: 9, vouchers: 2, by: node)
    let counter = try fleet.record(node).counter
    _ = try fleet.submitEvidence(first, second).get()
    #expect(try fleet.record(node).standing == 1)
    #expect(try fleet.record(node).deposit == .ether(950))
    #expect(try fleet.record(node).counter > counter)
    #expect(fleet.wei(.communityPool) == 50 * Self.stos)
    #expect(try !fleet.seats().0.contains(node))
    #expect(throws: Refusal.self) { try fleet.submitEvidence(first, second).get() }
    #expect(throws: Refusal.self) { try fleet.submitEvidence(second, first).get() }
    // What is left is too little for a seat, and another page is another offence.
    try fleet.propose(seating: node, true)
    #expect(try fleet.record(node).standing == 1)
    let third = try fleet.signedPage(4, epoch: 9, vouchers: 1, by: node)
    let fourth = try fleet.signedPage(4, epoch: 9, vouchers: 2, by: node)
    try fleet.remove(node)
    _ = try fleet.submitEvidence(third, fourth).get()
    #expect(try fleet.record(node).deposit.low == 9_025 * Self.stos / 10)
    try fleet.checkLaws()
    fleet.world.epoch = Epoch(3_000)
    fleet.endBlock()
    let fifth = try fleet.signedPage(5, epoch: 9, vouchers: 1, by: node)
    let sixth = try fleet.signedPage(5, epoch: 9, vouchers: 2, by: node)
    #expect(throws: Refusal.self) { try fleet.submitEvidence(fifth, sixth).get() }
  }

  @Test("What is no contradiction of one meta node is no evidence")
  func noEvidence() throws {
    var fleet = try Fleet()
    let (one, two) = (fleet.metas[0], fleet.metas[1])
    let page = try fleet.signedPage(3, epoch: 9, vouchers: 1, by: one)
    let pairs = [
      (page, page),
      (page, try fleet.signedPage(4, epoch: 9, vouchers: 2, by: one)),
      (page, try fleet.signedPage(3, epoch: 8, vouchers: 2, by: one)),
      (page, try fleet.signedPage(3, epoch: 9, vouchers: 2, by: two)),
      (page, ABIBytes([])), (page, ABIBytes(page.bytes + [0])),
      (
        try fleet.signedPage(3, epoch: 9, vouchers: 1, by: fleet.resources[0]),
        try fleet.signedPage(3, epoch: 9, vouchers: 2, by: fleet.resources[0])
      ),
    ]
    for (first, second) in pairs {
      #expect(throws: Refusal.self) { try fleet.submitEvidence(first, second).get() }
    }
    let stranger = Address(of: try fleet.newKey())
    let first = try fleet.signedPage(3, epoch: 9, vouchers: 1, by: stranger)
    let second = try fleet.signedPage(3, epoch: 9, vouchers: 2, by: stranger)
    #expect(throws: Refusal.self) { try fleet.submitEvidence(first, second).get() }
    #expect(try fleet.seats().0.count == 4)
  }

  @Test("Hole: validators replace a meta quorum that is dead")
  func deadQuorum() throws {
    var fleet = try Fleet()
    for node in fleet.metas { try fleet.propose(seating: node, false) }
    #expect(try fleet.seats() == ([], 1))
    // Nobody's signature is a quorum of nobody.
    #expect(throws: Refusal.self) {
      try fleet.decide("AdmitMetaNode", on: fleet.metas[0], by: [fleet.metas[0]])
    }
    let node = try fleet.registerMeta(deposit: Fleet.metaDeposit, by: 2)
    try fleet.propose(seating: node, true)
    #expect(try fleet.seats() == ([node], 1))
    try fleet.decide("AdmitMetaNode", on: fleet.metas[0], by: [node])
    try fleet.checkLaws()
  }

  @Test("A seat that cannot be given or taken by the time of passing has no effect but an event")
  func impossibleSeats() throws {
    var fleet = try Fleet()
    #expect(throws: Refusal.self) { try fleet.propose(seating: fleet.resources[0], true) }
    #expect(throws: Refusal.self) { try fleet.propose(seating: .zero, true) }
    func isWithoutEffect(_ node: Address, _ seated: Bool) throws -> Bool {
      let before = try (fleet.record(node).counter, fleet.seats().0)
      let number = try fleet.propose(seating: node, seated)
      let again = calldata("vote(uint64,bool)", number, true)
      #expect(throws: Refusal.self) {
        try fleet.world.call(Fleet.governance, again, from: 0).get()
      }
      return try (fleet.record(node).counter, fleet.seats().0) == before
    }
    let node = try fleet.registerMeta(deposit: Fleet.metaDeposit, by: 2)
    #expect(try isWithoutEffect(fleet.metas[0], true))
    #expect(try isWithoutEffect(node, false))
    try fleet.remove(node, by: 2)
    #expect(try isWithoutEffect(node, true))
    try fleet.checkLaws()
  }

  @Test("A meta node that leaves takes its seat along")
  func removal() throws {
    var fleet = try Fleet()
    try fleet.remove(fleet.metas[0])
    #expect(try fleet.seats().0.count == 3)
    #expect(try fleet.economy().deposits.low == 3_200 * Self.stos)
    #expect(throws: Refusal.self) {
      try fleet.decide("ExpelMetaNode", on: fleet.metas[0], by: fleet.metas)
    }
    try fleet.checkLaws()
  }
}
