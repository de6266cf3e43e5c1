import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// That nobody gains by the order in which pages arrive.
@Suite("The order of pages")
struct PageOrderTests {
  private struct Scene {
    var fleet: Fleet
    let consumers: [Consumer]
    let contract: Address
    let files: [FixedBytes<32>]
  }

  /// Consumers who have enough for everything they sign for, and files that they move.
  private func scene(_ random: inout SplitMix64) throws -> Scene {
    var parameters = ChainParameters()
    parameters.maturityEpochs = 1
    parameters.recordEpochs = 1_010
    var fleet = try Fleet(parameters: parameters)
    let consumers = try (0..<3).map { _ in try Consumer(from: &random) }
    for consumer in consumers { try fleet.fund(consumer, with: 20 * Fleet.stos) }
    let contract = try fleet.world.openContract(20 * Fleet.stos, by: 3)
    try fleet.world.admit(consumers.map(\.address), 1 << 100, to: contract, by: 3)
    let files = try [1, 2].map { try fleet.store(SampleFile($0, slices: 1)) }
    fleet.endEpochs(2)
    return Scene(fleet: fleet, consumers: consumers, contract: contract, files: files)
  }

  /// Pages of which some repeat vouchers of others, or have older ones of the same traffic.
  private func pages(_ scene: Scene, _ random: inout SplitMix64) throws -> [[SignedVoucher]] {
    var pages: [[SignedVoucher]] = []
    for _ in 0..<6 {
      var page: [SignedVoucher] =
        pages.randomElement(using: &random).map { Array($0.prefix(2)) } ?? []
      for _ in 0..<random.number(in: 1...6) {
        let consumer = scene.consumers[random.number(in: 0...2)]
        page.append(
          try consumer.voucher(
            UInt128(random.number(in: 1...1_000_000)),
            by: scene.fleet.resources[random.number(in: 0...2)], in: 2,
            payer: random.happens(oneIn: 2) ? scene.contract : nil,
            file: random.happens(oneIn: 3) ? .zero : scene.files[random.number(in: 0...1)]))
      }
      pages.append(page)
    }
    return pages
  }

  /// What everybody has of the epoch that counts the pages: the totals, then every claim.
  private func outcome(
    of pages: [[SignedVoucher]], in scene: Scene, _ random: inout SplitMix64
  ) throws -> [UInt128] {
    var fleet = scene.fleet
    for (number, page) in pages.shuffled(using: &random).enumerated() {
      try fleet.report(page.shuffled(using: &random), of: 2, page: UInt32(number))
    }
    let counting = fleet.world.epoch.units
    fleet.endEpochs(2)
    let settled = try fleet.settled(counting)
    var outcome = [
      settled.terms.voucherNoz, settled.terms.contentNoz, settled.traffic.total.low,
      settled.mining.total.low, try fleet.world.contract(scene.contract).noz,
    ]
    outcome += try scene.consumers.map { try fleet.world.ozone(of: $0.address) }
    for node in fleet.resources {
      let claim = try? fleet.claim(of: node, in: counting)
      outcome += [claim?.noz ?? 0, claim?.contentNoz ?? 0, claim?.traffic.low ?? 0]
      outcome.append((try? fleet.withdraw(node)) ?? 0)
    }
    outcome += scene.files.map { (try? fleet.withdrawContent($0)) ?? 0 }
    outcome += try fleet.metas.map { try fleet.withdrawMeta($0) }
    try fleet.checkTraffic()
    return outcome
  }

  @Test(
    "Pages in any order, repeated in part, give the same totals and claims", arguments: Seeds.few)
  func claims(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let scene = try scene(&random)
    let pages = try pages(scene, &random)
    let first = try outcome(of: pages, in: scene, &random)
    #expect(first[1] > 0 && first.filter { $0 > 0 }.count > 15)
    for _ in 0..<(Seeds.isSoaking ? 50 : 3) {
      #expect(try outcome(of: pages, in: scene, &random) == first)
    }
  }
}
