import Chain
import Codec
import Ledger
import TestSupport

/// Some nodes, seats, stake and files in one hand, beside those of others, and what an epoch
/// brings them.
///
/// It serves itself: its own consumers sign for traffic with its own nodes.
struct Coalition {
  /// How large each part is, and what is moved.
  struct Plan {
    let minedSTOS: UInt64
    let subsidyCapBasisPoints: UInt64
    let metaCount: Int
    let seatCount: Int
    let nodeCount: Int
    let ownNodeCount: Int
    /// Of a million STOS that are at stake.
    let stakeSTOS: UInt64
    /// What others move with each node, and what the coalition moves with its first one.
    let honestNoz: [UInt128]
    let fakeNoz: UInt128
    /// Whether its traffic moves a file of its own, and that of others one of theirs.
    var ownsFile = false
    var othersOwnFile = false

    /// A coalition with up to a third of the seats and of the stake, and any number of nodes.
    static func arbitrary(
      minedSTOS: UInt64, cap: UInt64, from random: inout SplitMix64
    ) -> Plan {
      let metaCount = random.number(in: 1...7)
      let nodeCount = random.number(in: 1...3)
      return Plan(
        minedSTOS: minedSTOS, subsidyCapBasisPoints: cap, metaCount: metaCount,
        seatCount: random.happens(oneIn: 3)
          ? metaCount / 3 : random.number(in: 0...metaCount / 3),
        nodeCount: nodeCount, ownNodeCount: random.number(in: 1...nodeCount),
        stakeSTOS: random.happens(oneIn: 3)
          ? 333_333 : UInt64(random.number(in: 1...333_333)),
        honestNoz: (0..<nodeCount).map { _ in
          random.happens(oneIn: 2) ? 0 : random.unsigned(UInt128.self) >> 84
        },
        fakeNoz: (random.unsigned(UInt128.self) >> UInt128(random.number(in: 82...110))) + 1_000,
        ownsFile: random.happens(oneIn: 2), othersOwnFile: random.happens(oneIn: 2))
    }
  }

  private let plan: Plan
  private var fleet: Fleet
  private let honest: Consumer
  private let own: Consumer
  private var ownFile = FixedBytes<32>.zero
  private var othersFile = FixedBytes<32>.zero
  /// Who gets what the coalition's nodes and seats earn; its operator is person 1.
  private static let wallet = 5

  init(_ plan: Plan, seed: UInt64) throws {
    self.plan = plan
    var parameters = ChainParameters()
    parameters.maturityEpochs = 1
    parameters.recordEpochs = 1_010
    parameters.subsidyCapBasisPoints = plan.subsidyCapBasisPoints
    fleet = try Fleet(
      metas: plan.metaCount,
      resources: Array(repeating: 10_000 * Fleet.stos, count: plan.nodeCount),
      parameters: parameters, minedSTOS: plan.minedSTOS, rival: plan.stakeSTOS, seed: seed)
    var random = SplitMix64(seed: seed)
    honest = try Consumer(from: &random)
    own = try Consumer(from: &random)
    try fleet.fund(honest, with: 3_000 * Fleet.stos)
    try fleet.fund(own, with: 3_000 * Fleet.stos)
    for (index, node) in fleet.resources.enumerated() {
      try pay(node, to: index < plan.ownNodeCount ? Self.wallet : 2, services: 4)
    }
    for (index, node) in fleet.metas.enumerated() {
      try pay(node, to: index < plan.seatCount ? Self.wallet : 2, services: 0)
    }
    if plan.ownsFile { ownFile = try fleet.store(SampleFile(1, slices: 1), by: Self.wallet) }
    if plan.othersOwnFile { othersFile = try fleet.store(SampleFile(2, slices: 1)) }
    fleet.endEpochs()
  }

  private mutating func pay(_ node: Address, to person: Int, services: UInt8) throws {
    let update = calldata(
      "updateNode(address,address,uint8,uint64,string,string,string)", node,
      fleet.world.people[person], services, 0 as UInt64, "", "node.example:18081", "node")
    _ = try fleet.call(update, from: 1).get()
  }

  /// What the coalition earns of an epoch with or without its own traffic, and what that traffic
  /// settled for.
  func income(serving itself: Bool) throws -> (earned: UInt128, settled: UInt128) {
    var run = self
    return try run.settle(with: itself ? plan.fakeNoz : 0)
  }

  private mutating func settle(
    with fakeNoz: UInt128
  ) throws -> (earned: UInt128, settled: UInt128) {
    let before = wealth
    let epoch = fleet.world.epoch.units
    fleet.endEpochs()
    var vouchers: [SignedVoucher] = []
    for (node, noz) in zip(fleet.resources, plan.honestNoz) where noz > 0 {
      vouchers.append(try honest.voucher(noz, by: node, in: epoch, file: othersFile))
    }
    if fakeNoz > 0 {
      vouchers.append(
        try own.voucher(fakeNoz, by: fleet.resources[0], in: epoch, file: ownFile))
    }
    var fake: UInt128 = 0
    if !vouchers.isEmpty {
      let outcomes = try fleet.report(vouchers, of: epoch)
      if fakeNoz > 0 { fake = outcomes.last?.noz ?? 0 }
    }
    let counting = fleet.world.epoch.units
    fleet.endEpochs(2)
    try collect()
    let settled = try fleet.settled(counting)
    guard fake > 0 else { return (wealth - before, 0) }
    return (
      wealth - before,
      try multiplyDivide(
        settled.traffic.total.low, by: fake,
        over: settled.terms.voucherNoz + settled.terms.storageNoz, rounding: .down)
    )
  }

  private var wealth: UInt128 {
    fleet.world.wei(fleet.world.people[Self.wallet]) + fleet.world.wei(fleet.world.people[1])
  }

  /// Withdraws whatever there is to withdraw.
  private mutating func collect() throws {
    for node in fleet.resources.prefix(plan.ownNodeCount) { _ = try? fleet.withdraw(node) }
    for node in fleet.metas.prefix(plan.seatCount) { _ = try? fleet.withdrawMeta(node) }
    if plan.ownsFile { _ = try? fleet.withdrawContent(ownFile) }
    let staking = Address(protocol: 0x1001)
    let reward = calldata("withdrawReward(address)", fleet.world.people[1])
    _ = fleet.world.call(staking, reward, from: 1)
    _ = fleet.world.call(staking, calldata("withdrawCommission()"), from: 1)
  }
}
