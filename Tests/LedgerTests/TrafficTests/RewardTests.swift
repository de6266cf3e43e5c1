import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// What epochs settle, and who is paid of it.
@Suite("Rewards")
struct RewardTests {
  private static let stos = Fleet.stos

  /// Parameters under which little time passes: rewards mature two epochs on.
  private var quick: ChainParameters {
    var parameters = ChainParameters()
    parameters.maturityEpochs = 2
    parameters.recordEpochs = 1_010
    parameters.communityTaxBasisPoints = 100
    parameters.contentShareBasisPoints = 0
    parameters.subsidyCapBasisPoints = 0
    return parameters
  }

  /// Ends an epoch, and reports and settles in the next what a consumer moved in it.
  private func serve(
    _ fleet: inout Fleet, _ consumer: Consumer, _ noz: [(node: Address, noz: UInt128)]
  ) throws {
    let epoch = fleet.world.epoch.units
    fleet.endEpochs()
    let vouchers = try noz.map { try consumer.voucher($0.noz, by: $0.node, in: epoch) }
    try fleet.report(vouchers, of: epoch)
    fleet.endEpochs()
  }

  /// Seven meta nodes and two resource nodes with 69,300 STOS, of which a consumer buys 700 worth.
  private func example() throws -> (Fleet, Consumer) {
    var fleet = try Fleet(
      metas: 7, resources: [40_000 * Self.stos, 22_300 * Self.stos], parameters: quick)
    var random = SplitMix64(seed: 3)
    let consumer = try Consumer(from: &random)
    #expect(try fleet.economy().forSale == 69_300_000_000_000_000)
    let noz = try fleet.world.prepay(700 * Self.stos, for: consumer.address, by: 3)
    #expect(noz == 693_000_000_000_000)
    #expect(try fleet.economy().forSale == 68_607_000_000_000_000)
    return (fleet, consumer)
  }

  @Test("The worked example: every total and every claim to the wei")
  func workedExample() throws {
    var (fleet, consumer) = try example()
    let (a, b) = (fleet.resources[0], fleet.resources[1])
    let community = fleet.wei(.communityPool)
    try serve(&fleet, consumer, [(a, 75_000_000_000_000), (b, 25_000_000_000_000)])
    let settled = try fleet.settled(2)
    #expect(settled.traffic.total.low == 101_881_904_318_337_287_321)
    #expect(settled.traffic.chain.low == 20_376_380_863_667_457_464)
    #expect(settled.traffic.resource.low == 61_129_142_591_002_372_392)
    #expect(settled.traffic.meta.low == 20_376_380_863_667_457_464)
    #expect(fleet.wei(.communityPool) - community >= 815_055_234_546_698_297)
    let economy = try fleet.economy()
    #expect(economy.forSale == 68_707_000_000_000_000)
    #expect(economy.prepaid.low == 598_118_095_681_662_712_680)
    #expect(economy.mined.low == 80 * Self.stos)
    #expect(economy.outstanding == 593_000_000_000_000)
    try fleet.checkTraffic()
    for node in fleet.resources + fleet.metas { #expect(try fleet.rewards(of: node).due == 0) }
    fleet.endEpochs()
    let claims = try [a, b].map { try fleet.claim(of: $0, in: 2) }
    #expect(claims.map(\.traffic.low) == [45_388_388_373_819_261_501, 15_129_462_791_273_087_167])
    #expect(claims.map(\.mining.low) == [36 * Self.stos, 12 * Self.stos])
    #expect(claims.allSatisfy { $0.firstEpoch == 4 && $0.lastEpoch == 1_012 && !$0.isPaid })
    let owner = fleet.world.people[1]
    for (node, claim) in zip([a, b], claims) {
      let before = fleet.world.wei(owner)
      try fleet.withdraw(node)
      #expect(fleet.world.wei(owner) - before == claim.traffic.low + claim.mining.low)
      #expect(throws: Refusal.self) { try fleet.withdraw(node) }
      #expect(try fleet.claim(of: node, in: 2).isPaid)
    }
    for node in fleet.metas {
      #expect(try fleet.claim(of: node, in: 2).traffic.low == 2_881_802_436_432_968_984)
      #expect(try fleet.withdrawMeta(node) == 2_881_802_436_432_968_984 + 2_285_714_285_714_285_714)
      #expect(throws: Refusal.self) { try fleet.withdrawMeta(node) }
    }
    // What rounding left of the three pools.
    #expect(fleet.wei(.trafficRewards) < 20)
    try fleet.checkTraffic()
    try fleet.checkLaws()
    #expect(try fleet.world.supply() == Genesis.supply.units)
  }

  @Test("Fee pool paid twice: the chain's part is shared with the fees, once")
  func feePool() throws {
    var (fleet, consumer) = try example()
    let before = fleet.wei(.stakingRewards) + fleet.wei(.communityPool)
    try fleet.world.payFees(1_000, from: 3)
    try serve(&fleet, consumer, [(fleet.resources[0], 100_000_000_000_000)])
    #expect(fleet.wei(.feePool) == 0)
    let gained = fleet.wei(.stakingRewards) + fleet.wei(.communityPool) - before
    let chain = 20_376_380_863_667_457_464 + 16 * Self.stos
    #expect(gained == chain + 1_000 + 815_055_234_546_698_297)
    fleet.endEpochs(2)
    #expect(fleet.wei(.stakingRewards) + fleet.wei(.communityPool) - before == gained)
  }

  @Test("Nothing is mined or paid in an epoch that counted nothing")
  func emptyEpochs() throws {
    var (fleet, _) = try example()
    let before = try fleet.economy()
    fleet.endEpochs(3)
    let after = try fleet.economy()
    #expect(after.mined == before.mined && after.forSale == before.forSale)
    #expect(fleet.wei(.trafficRewards) == 0)
    #expect(try fleet.settled(2).terms.tierWei.low == 80 * Self.stos)
    #expect(throws: Refusal.self) { try fleet.settled(99) }
  }

  @Test("A withdrawal looks at as many epochs as it is asked to, and immature ones stay")
  func maturity() throws {
    var (fleet, consumer) = try example()
    let node = fleet.resources[0]
    var signed: UInt128 = 0
    for _ in 0..<4 {
      signed += 1_000_000_000
      try serve(&fleet, consumer, [(node, signed)])
    }
    // Counted in epochs 2, 4, 6 and 8; now it is 9.
    let list = calldata(
      "unclaimedNodeEpochs(address,uint256,uint16)", node, UInt256.zero, 10 as UInt16)
    func unclaimed() throws -> [UInt64] {
      let bytes = try fleet.world.ask(Fleet.traffic, list).get()
      return try ABI.decode(bytes.span, as: [UInt64].self, UInt256.self).0
    }
    #expect(try unclaimed() == [2, 4, 6, 8])
    try fleet.withdraw(node, epochs: 2)
    #expect(try unclaimed() == [6, 8])
    #expect(throws: Refusal.self) { try fleet.withdraw(node, epochs: 0) }
    #expect(throws: Refusal.self) { try fleet.withdraw(node, epochs: 1_025) }
    let rewards = try fleet.rewards(of: node)
    #expect(rewards.due > 0 && rewards.immature > 0)
    #expect(try fleet.withdraw(node) == rewards.due)
    #expect(try unclaimed() == [8])
    fleet.endEpochs()
    #expect(try fleet.withdraw(node) == rewards.immature)
    #expect(try unclaimed() == [])
    try serve(&fleet, consumer, [(node, signed)])
    #expect(try unclaimed() == [11])
    try fleet.checkTraffic()
  }

  @Test("A vote that lets rewards mature sooner is not held up by older ones that mature later")
  func earlierMaturity() throws {
    var parameters = quick
    parameters.maturityEpochs = 50
    parameters.recordEpochs = 1_100
    var fleet = try Fleet(metas: 4, parameters: parameters)
    var random = SplitMix64(seed: 3)
    let consumer = try Consumer(from: &random)
    try fleet.fund(consumer, with: 100 * Self.stos)
    let node = fleet.resources[0]
    try serve(&fleet, consumer, [(node, 1_000_000_000)])
    let name = FixedBytes<32>(Array("maturityEpochs".utf8) + [UInt8](repeating: 0, count: 18))
    let propose = calldata("propose(bytes32,uint256)", try #require(name), UInt256(1 as UInt8))
    let bytes = try fleet.world.call(Fleet.governance, propose, from: 0).get()
    let number = try ABI.decode(bytes.span, as: UInt64.self)
    _ = try fleet.world.call(
      Fleet.governance, calldata("vote(uint64,bool)", number, true), from: 0
    ).get()
    fleet.endEpochs()
    try serve(&fleet, consumer, [(node, 1_000_000_000)])
    let late = try fleet.claim(of: node, in: 2)
    let soon = try fleet.claim(of: node, in: 5)
    #expect(late.firstEpoch == 52 && soon.firstEpoch == 6)
    #expect(try fleet.withdraw(node) == soon.traffic.low + soon.mining.low)
    try fleet.checkTraffic()
    fleet.endEpochs(46)
    #expect(try fleet.withdraw(node) == late.traffic.low + late.mining.low)
    try fleet.checkTraffic()
  }

  @Test("A suspended, removed or changed node's beneficiary of the moment is paid")
  func beneficiary() throws {
    var (fleet, consumer) = try example()
    let node = fleet.resources[0]
    try serve(&fleet, consumer, [(node, 1_000_000_000)])
    let friend = fleet.world.people[5]
    let update = calldata(
      "updateNode(address,address,uint8,uint64,string,string,string)", node, friend, 4 as UInt8,
      1 as UInt64, "south", "node.example:18081", "node")
    _ = try fleet.call(update, from: 1).get()
    try fleet.remove(node)
    fleet.endEpochs()
    let before = fleet.world.wei(friend)
    let paid = try fleet.withdraw(node)
    #expect(fleet.world.wei(friend) - before == paid)
    #expect(throws: Refusal.self) { try fleet.withdraw(fleet.metas[0]) }
    #expect(throws: Refusal.self) { try fleet.withdrawMeta(node) }
    #expect(throws: Refusal.self) { try fleet.withdraw(friend) }
  }

  @Test("What nobody claims goes to the community pool when its time is over")
  func expiry() throws {
    var (fleet, consumer) = try example()
    let (a, b) = (fleet.resources[0], fleet.resources[1])
    try serve(&fleet, consumer, [(a, 30_000_000_000_000), (b, 25_000_000_000_000)])
    try serve(&fleet, consumer, [(a, 31_000_000_000_000)])
    let second = try fleet.claim(of: a, in: 4)
    fleet.endEpochs(2)
    try fleet.withdraw(b)
    let unclaimed = try fleet.settled(2).unclaimed.low
    let pool = fleet.wei(.communityPool)
    // Epoch 2 can be claimed up to and with epoch 1,012.
    fleet.endEpochs(Int(1_012 - fleet.world.epoch.units))
    #expect(try fleet.claim(of: a, in: 2).lastEpoch == 1_012)
    #expect(fleet.wei(.communityPool) == pool)
    fleet.endEpochs(2)
    #expect(throws: Refusal.self) { try fleet.claim(of: a, in: 2) }
    #expect(throws: Refusal.self) { try fleet.settled(2) }
    #expect(fleet.wei(.communityPool) == pool + unclaimed)
    try fleet.checkTraffic()
    // The claim of epoch 4 is the first of the list now, and still there.
    #expect(try fleet.withdraw(a) == second.traffic.low + second.mining.low)
    fleet.endEpochs(2)
    for node in fleet.metas { #expect(throws: Refusal.self) { try fleet.withdrawMeta(node) } }
    #expect(fleet.wei(.trafficRewards) == 0)
    #expect(try fleet.world.supply() == Genesis.supply.units)
  }

  @Test("Housekeeping deletes so many entries a block, the oldest first, until none is left")
  func housekeeping() throws {
    var parameters = quick
    parameters.reportEpochs = 1
    var fleet = try Fleet(parameters: parameters)
    var random = SplitMix64(seed: 3)
    let consumer = try Consumer(from: &random)
    try fleet.fund(consumer, with: 100 * Self.stos)
    fleet.endEpochs()
    let node = fleet.resources[0]
    // Each file has a counter of its own, whether there is a record of it or not.
    var first: SignedVoucher?
    var last: SignedVoucher?
    for page in 0..<3 as Range<UInt32> {
      let vouchers = try (0..<400).map { _ in
        try consumer.voucher(
          1, by: node, in: 1, file: FixedBytes<32>.arbitrary(from: &random))
      }
      try fleet.report(vouchers, of: 1, page: page)
      let sorted = vouchers.sorted { Self.counterKey($0) < Self.counterKey($1) }
      first = [first, sorted.first].compactMap(\.self).min {
        Self.counterKey($0) < Self.counterKey($1)
      }
      last = [last, sorted.last].compactMap(\.self).max {
        Self.counterKey($0) < Self.counterKey($1)
      }
    }
    fleet.endEpochs()
    #expect(try fleet.counted(#require(first), in: 1) == 1)
    fleet.world.endBlock(by: fleet.world.people[0])
    #expect(try fleet.counted(#require(first), in: 1) == 0)
    #expect(try fleet.counted(#require(last), in: 1) == 1)
    fleet.world.endBlock(by: fleet.world.people[0])
    #expect(try fleet.counted(#require(last), in: 1) == 0)
    let bytes = try fleet.world.ask(
      Fleet.traffic, calldata("page(uint64,uint32)", 1 as UInt64, 0 as UInt32)
    ).get()
    #expect(try !ABI.decode(bytes.span, as: Bool.self, UInt64.self, FixedBytes<32>.self).0)
  }

  private static func counterKey(_ voucher: SignedVoucher) -> FixedBytes<32> {
    Keccak256.hash(
      (voucher.payer.bytes.array + voucher.consumer.bytes.array + voucher.node.bytes.array
        + voucher.file.array).span
    ).bytes
  }

  @Test("An explanation has every number from noz to wei")
  func explanation() throws {
    var (fleet, consumer) = try example()
    let (a, b) = (fleet.resources[0], fleet.resources[1])
    try serve(&fleet, consumer, [(a, 75_000_000_000_000), (b, 25_000_000_000_000)])
    let bytes = try fleet.world.ask(
      Fleet.traffic, calldata("explain(address,uint64)", a, 2 as UInt64)
    ).get()
    let (settled, claim, steps) = try ABI.decode(
      bytes.span, as: SettledEpoch.self, EpochClaim.self, [String].self)
    #expect(settled.terms.voucherNoz == 100_000_000_000_000)
    #expect(claim.weight.low == 750_000_000_000_000_000)
    let text = steps.joined(separator: "\n")
    for number in [
      "⌊(69300000000000000000000 + 700000000000000000000) · 100000000000000 / (68607000000000000",
      "101881904318337287321", "61129142591002372392", "611291425910023723",
      "45388388373819261501", "36000000000000000000", "epochs 4 to 1012",
    ] {
      #expect(text.contains(number), "\(text)")
    }
    let meta = try fleet.world.ask(
      Fleet.traffic, calldata("explain(address,uint64)", fleet.metas[0], 2 as UInt64)
    ).get()
    let reason = try ABI.decode(
      meta.span, as: SettledEpoch.self, EpochClaim.self, [String].self
    ).2.joined()
    #expect(reason.contains("2881802436432968984"))
  }
}
