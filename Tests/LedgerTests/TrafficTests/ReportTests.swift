import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// What becomes of vouchers that meta nodes report.
@Suite("Reports")
struct ReportTests {
  private static let stos = Fleet.stos

  /// Some nodes, and a consumer with ozone, in the second epoch.
  private func fleet(
    _ parameters: ChainParameters = ChainParameters(), ozone: UInt128 = 10 * stos
  ) throws -> (Fleet, Consumer) {
    var fleet = try Fleet(parameters: parameters)
    var random = SplitMix64(seed: 7)
    let consumer = try Consumer(from: &random)
    if ozone > 0 { try fleet.fund(consumer, with: ozone) }
    fleet.endEpochs()
    return (fleet, consumer)
  }

  @Test("A voucher moves ozone to what its node, its epoch and the network counted")
  func counting() throws {
    var (fleet, consumer) = try fleet()
    let node = fleet.resources[0]
    let before = try fleet.world.ozone(of: consumer.address)
    let voucher = try consumer.voucher(1_000_000, by: node, in: 1)
    #expect(try fleet.report([voucher], of: 1) == [VoucherOutcome(noz: 1_000_000)])
    #expect(try fleet.counted(voucher, in: 1) == 1_000_000)
    #expect(try fleet.tally() == (1_000_000, 0))
    #expect(try fleet.world.ozone(of: consumer.address) == before - 1_000_000)
    fleet.endEpochs()
    #expect(try fleet.tally() == (0, 0))
    #expect(try fleet.claim(of: node, in: 2).noz == 1_000_000)
    #expect(try fleet.settled(2).terms.voucherNoz == 1_000_000)
    try fleet.checkLaws()
    try fleet.checkTraffic()
  }

  @Test("Vouchers are cumulative: the largest counts, whatever comes before or after it")
  func cumulative() throws {
    var (fleet, consumer) = try fleet()
    let node = fleet.resources[0]
    let small = try consumer.voucher(300, by: node, in: 1)
    let large = try consumer.voucher(1_000, by: node, in: 1)
    let outcomes = try fleet.report([small, large, large, small], of: 1)
    #expect(outcomes.map(\.noz) == [300, 700, 0, 0])
    #expect(outcomes[2].reason?.contains("1000 noz were counted before") == true)
    #expect(try fleet.report([large], of: 1, page: 1).map(\.noz) == [0])
    #expect(try fleet.tally().noz == 1_000)
  }

  @Test("A voucher that fails is skipped with the reason, and the others count")
  func skipping() throws {
    var (fleet, consumer) = try fleet()
    let node = fleet.resources[0]
    let idle = try fleet.registerResource(deposit: 5 * Self.stos, by: 1)
    var random = SplitMix64(seed: 8)
    let poor = try Consumer(from: &random)
    var forged = try consumer.voucher(500, by: node, in: 1)
    forged.noz = 501
    var broken = try consumer.voucher(500, by: node, in: 1)
    broken.r = .zero
    let outcomes = try fleet.report(
      [
        try consumer.voucher(1, by: idle, in: 1),
        try consumer.voucher(2, by: fleet.metas[0], in: 1),
        try consumer.voucher(3, by: consumer.address, in: 1),
        forged, broken,
        try consumer.voucher(4, by: node, in: 2),
        try poor.voucher(5, by: node, in: 1),
        try poor.voucher(6, by: node, in: 1, payer: consumer.address),
        try consumer.voucher(7, by: node, in: 1),
        try consumer.voucher(0, by: fleet.resources[1], in: 1),
      ], of: 1)
    let expected = [
      "the node was not active", "the node was not active", "the node was not active",
      "the consumer has not signed", "the consumer has not signed", "the consumer has not signed",
      "no ozone left", "neither the consumer nor a prepay contract", nil, "counted before",
    ]
    #expect(outcomes.count == expected.count)
    for (outcome, text) in zip(outcomes, expected) {
      #expect((outcome.reason == nil) == (text == nil), "\(outcome)")
      if let text { #expect(outcome.reason?.contains(text) == true, "\(outcome)") }
    }
    #expect(try fleet.tally().noz == 7)
    try fleet.checkTraffic()
  }

  @Test("Overdraft voucher voiding itself: what the ozone covers counts, and the rest later")
  func partialCounting() throws {
    var (fleet, consumer) = try fleet(ozone: 1_000_000_000)
    let node = fleet.resources[0]
    let held = try fleet.world.ozone(of: consumer.address)
    let voucher = try consumer.voucher(held + 500, by: node, in: 1)
    #expect(try fleet.report([voucher], of: 1) == [VoucherOutcome(noz: held)])
    #expect(try fleet.world.ozone(of: consumer.address) == 0)
    #expect(try fleet.report([voucher], of: 1, page: 1)[0].reason?.contains("no ozone") == true)
    try fleet.fund(consumer, with: 10_000_000_000)
    #expect(try fleet.report([voucher], of: 1, page: 2) == [VoucherOutcome(noz: 500)])
    #expect(try fleet.counted(voucher, in: 1) == held + 500)
  }

  @Test("A node is paid for an epoch in which it was active, also when it is not any more")
  func activity() throws {
    var (fleet, consumer) = try fleet()
    let node = fleet.resources[0]
    try fleet.suspend(node, penalty: 0)
    fleet.endEpochs()
    let vouchers = try [1, 2, 3].map { try consumer.voucher(9, by: node, in: $0) }
    #expect(try fleet.report([vouchers[0]], of: 1).map(\.noz) == [9])
    // It was suspended in the course of epoch 2, so it was active in it.
    #expect(try fleet.report([vouchers[1]], of: 2).map(\.noz) == [9])
    fleet.endEpochs()
    #expect(try fleet.report([vouchers[2]], of: 3).map(\.noz) == [0])
  }

  @Test("Reports lost with one late quorum: pages count until the window is over, in any order")
  func window() throws {
    var parameters = ChainParameters()
    parameters.reportEpochs = 3
    var (fleet, consumer) = try fleet(parameters)
    let node = fleet.resources[0]
    let voucher = try consumer.voucher(100, by: node, in: 2)
    #expect(try refusal(fleet.tryReport([voucher], of: 2)).contains("has not ended"))
    #expect(try refusal(fleet.tryReport([voucher], of: 9)).contains("has not ended"))
    for page in [7, 1, 4] as [UInt32] {
      fleet.endEpochs()
      let more = try consumer.voucher(100 + UInt128(fleet.world.epoch.units), by: node, in: 2)
      try fleet.report([more], of: 2, page: page)
    }
    #expect(try isOpen(fleet, 2))
    fleet.endEpochs()
    #expect(try !isOpen(fleet, 2))
    let late = try fleet.tryReport([try consumer.voucher(999, by: node, in: 2)], of: 2, page: 9)
    #expect(refusal(late).contains("until its window was over"))
    #expect(try refusal(fleet.tryReport([voucher], of: 0)).contains("until its window"))
    // Each epoch counted what came in it.
    let counted = try (3...5).map { try fleet.settled($0).terms.voucherNoz }
    #expect(counted == [103, 1, 1])
  }

  private func isOpen(_ fleet: Fleet, _ epoch: UInt64) throws -> Bool {
    let bytes = try fleet.world.ask(Fleet.traffic, calldata("window(uint64)", epoch)).get()
    return try ABI.decode(bytes.span, as: Bool.self, UInt64.self, UInt64.self).0
  }

  private func refusal(_ result: Result<[UInt8], Refusal>) -> String {
    switch result {
    case .success: "done"
    case .failure(let refusal): refusal.reason
    }
  }

  @Test("A vote reopening closed report epochs: what held at an epoch's close holds for ever")
  func reopening() throws {
    var parameters = ChainParameters()
    parameters.reportEpochs = 1
    var (fleet, consumer) = try fleet(parameters)
    let node = fleet.resources[0]
    fleet.endEpochs()
    try fleet.set("reportEpochs", to: 144)
    fleet.endEpochs(2)
    for epoch in 1...3 as ClosedRange<UInt64> {
      let voucher = try consumer.voucher(5, by: node, in: epoch)
      #expect(try refusal(fleet.tryReport([voucher], of: epoch)).contains("window was over"))
    }
    // The first epoch that closed under the new rule.
    let voucher = try consumer.voucher(5, by: node, in: 4)
    #expect(try fleet.report([voucher], of: 4).map(\.noz) == [5])
  }

  @Test func `the contract tells what wallets sign`() throws {
    let (fleet, consumer) = try fleet()
    let voucher = try consumer.voucher(100, by: fleet.resources[0], in: 1)
    let domain = Fleet.network.domain(of: Fleet.traffic)
    let signed = try fleet.ask(
      calldata(
        "voucherDigest(uint64,address,address,address,bytes32,uint128)", 1 as UInt64,
        voucher.payer, voucher.consumer, voucher.node, voucher.file, voucher.noz),
      as: FixedBytes<32>.self)
    #expect(Digest(signed) == voucher.digest(in: Epoch(1), on: domain))
    let list = "(address,address,address,bytes32,uint128,bytes32,bytes32)[]"
    let page = try fleet.ask(
      calldata("reportDigest(uint64,uint32,\(list))", 1 as UInt64, 7 as UInt32, [voucher]),
      as: FixedBytes<32>.self)
    #expect(Digest(page) == [voucher].pageDigest(of: 1, page: 7))
  }

  @Test("A page counts once, with a quorum's signatures over exactly it")
  func pages() throws {
    var (fleet, consumer) = try fleet()
    let node = fleet.resources[0]
    let voucher = try consumer.voucher(100, by: node, in: 1)
    let few = try fleet.tryReport([voucher], of: 1, by: Array(fleet.quorum.dropLast()))
    #expect(refusal(few).contains("a decision takes 3"))
    // Signatures for another page, and for other vouchers.
    let digest = [voucher].pageDigest(of: 1, page: 1)
    let signature = SignedVoucher.reportMethod
    let approvals = try fleet.signatures(of: digest, by: fleet.quorum)
    let moved = calldata(signature, 1 as UInt64, 2 as UInt32, [voucher], approvals)
    #expect(refusal(fleet.world.call(Fleet.traffic, moved, from: 2)).contains("signed other terms"))
    let twice = calldata(signature, 1 as UInt64, 1 as UInt32, [voucher, voucher], approvals)
    #expect(refusal(fleet.world.call(Fleet.traffic, twice, from: 2)).contains("signed other terms"))
    try fleet.report([voucher], of: 1, page: 1)
    #expect(
      try refusal(fleet.tryReport([voucher], of: 1, page: 1)).contains("counted in epoch 2"))
    #expect(try refusal(fleet.tryReport([], of: 1, page: 3)).contains("1 to 500 vouchers"))
    let many = Array(repeating: voucher, count: 501)
    #expect(try refusal(fleet.tryReport(many, of: 1, page: 3)).contains("1 to 500 vouchers"))
    let bytes = try fleet.world.ask(
      Fleet.traffic, calldata("page(uint64,uint32)", 1 as UInt64, 1 as UInt32)
    ).get()
    let answer = try ABI.decode(bytes.span, as: Bool.self, UInt64.self, FixedBytes<32>.self)
    #expect(answer.0 && answer.1 == 2)
  }

  @Test("Voucher replay after a network reset: the genesis hash is part of what is signed")
  func replay() throws {
    var (fleet, consumer) = try fleet()
    let node = fleet.resources[0]
    let before = Network(
      chainID: Fleet.network.chainID, genesisHash: Keccak256.hash("the network before the reset"))
    let old = try consumer.voucher(100, by: node, in: 1, on: before)
    let elsewhere = try consumer.voucher(
      100, by: node, in: 1, on: Network(chainID: ChainID(20_482), genesisHash: .zero))
    let outcomes = try fleet.report([old, elsewhere], of: 1)
    #expect(outcomes.allSatisfy { $0.reason?.contains("on this network") == true })
  }

  @Test("Open contract drained by invented consumers: only who was admitted draws, and no more")
  func inventedConsumers() throws {
    var (fleet, consumer) = try fleet(ozone: 0)
    let node = fleet.resources[0]
    var random = SplitMix64(seed: 9)
    let invented = try (0..<3).map { _ in try Consumer(from: &random) }
    let contract = try fleet.world.openContract(
      10 * Self.stos, cap: UInt256(5_000 as UInt64), by: 3)
    try fleet.world.admit([consumer.address], 3_000, to: contract, by: 3)
    fleet.endEpochs()
    let outcomes = try fleet.report(
      try invented.map { try $0.voucher(1_000, by: node, in: 2, payer: contract) }
        + [try consumer.voucher(4_000, by: node, in: 2, payer: contract)], of: 2)
    #expect(outcomes.map(\.noz) == [0, 0, 0, 3_000])
    #expect(outcomes[0].reason?.contains("has no allowance") == true)
    try fleet.checkTraffic()
  }

  @Test("Payer closing a contract after use: what was served before still counts")
  func closedContract() throws {
    var (fleet, consumer) = try fleet(ozone: 0)
    let contract = try fleet.world.openContract(
      10 * Self.stos, for: consumer.address, by: 3)
    fleet.endEpochs()
    let node = fleet.resources[0]
    try fleet.world.close(contract, by: 3)
    fleet.endEpochs()
    let used = try consumer.voucher(777, by: node, in: 2, payer: contract)
    #expect(try fleet.report([used], of: 2).map(\.noz) == [777])
    fleet.endEpochs()
    let after = try consumer.voucher(777, by: node, in: 4, payer: contract)
    fleet.endEpochs()
    #expect(try fleet.report([after], of: 4).map(\.noz) == [0])
  }

  @Test("A vote that shortens reporting takes nothing from who was served on a closing contract")
  func closingAfterVote() throws {
    var (fleet, consumer) = try fleet(ozone: 0)
    let node = fleet.resources[0]
    let contract = try fleet.world.openContract(10 * Self.stos, for: consumer.address, by: 3)
    // Traffic of epoch 2 can be reported up to epoch 8, that of epoch 4 up to epoch 5 only.
    try fleet.set("reportEpochs", to: 1)
    fleet.endEpochs(2)
    let early = try consumer.voucher(700, by: node, in: 2, payer: contract)
    try fleet.world.close(contract, by: 3)
    #expect(fleet.world.epoch == Epoch(4))
    while fleet.world.epoch < Epoch(8) {
      fleet.endEpochs()
      let close = calldata("closeContract(address)", contract)
      #expect(fleet.world.refusal(World.prepay, close).contains("can still be reported"))
    }
    #expect(try fleet.report([early], of: 2).map(\.noz) == [700])
    let rest = try fleet.world.contract(contract).noz
    fleet.endEpochs()
    #expect(try fleet.world.close(contract, by: 2) == rest)
  }

  @Test("No order of pages changes what is counted, paid or left", arguments: Seeds.few)
  func pageOrder(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (fleet, first) = try fleet(ozone: 1_000_000_000_000)
    let second = try Consumer(from: &random)
    try fleet.fund(second, with: 2_000_000_000_000)
    fleet.endEpochs()
    var pages: [[SignedVoucher]] = []
    for _ in 0..<4 {
      var vouchers: [SignedVoucher] = []
      for consumer in [first, second] {
        for node in fleet.resources where !random.happens(oneIn: 3) {
          let noz = UInt128(random.number(in: 1...600_000))
          vouchers.append(try consumer.voucher(noz, by: node, in: 2))
        }
      }
      if !vouchers.isEmpty { pages.append(vouchers) }
    }
    var totals: [[UInt128]] = []
    for _ in 0..<3 {
      var fleet = fleet
      for (number, page) in pages.shuffled(using: &random).enumerated() {
        try fleet.report(page.shuffled(using: &random), of: 2, page: UInt32(number))
      }
      // The ozone of the first does not cover everything, so which node gets it may differ.
      totals.append([
        try fleet.tally().noz, try fleet.world.ozone(of: first.address),
        try fleet.world.ozone(of: second.address),
      ])
      fleet.endEpochs()
      try fleet.checkTraffic()
    }
    #expect(Set(totals).count == 1)
  }
}
