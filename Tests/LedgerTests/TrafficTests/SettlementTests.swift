import Chain
import Codec
import Ledger
import TestSupport
import Testing

@Suite("Settlement")
struct SettlementTests {
  /// PROTOCOL's worked example, right before the close that settles 10¹⁴ noz.
  private var example: SettlementTerms {
    var terms = SettlementTerms()
    terms.deposits = Wei(stos: 69_300)
    terms.prepaid = Wei(stos: 700)
    terms.forSale = Noz(68_607_000_000_000_000)
    terms.miningReserve = Wei(stos: 40_000_000)
    terms.voucherNoz = Noz(100_000_000_000_000)
    terms.seatCount = 7
    terms.communityTaxBasisPoints = 100
    return terms
  }

  @Test("The worked example of the network that this one follows, to the wei")
  func workedExample() throws {
    let settlement = try Settlement(example)
    #expect(settlement.traffic.total == Wei(101_881_904_318_337_287_321))
    #expect(settlement.traffic.chain == Wei(20_376_380_863_667_457_464))
    #expect(settlement.traffic.resource == Wei(61_129_142_591_002_372_392))
    #expect(settlement.traffic.meta == Wei(20_376_380_863_667_457_464))
    #expect(settlement.traffic.tax == Wei(815_055_234_546_698_297))
    #expect(settlement.mining.paid == Wei(stos: 80))
    #expect(settlement.mining.nodes == Wei(stos: 48))
    let rest = try example.prepaid.subtracting(settlement.traffic.paid)
    #expect(rest == Wei(598_118_095_681_662_712_680))
    // Nodes A and B served three quarters and one.
    let nodes = settlement.traffic.nodes.units
    #expect(nodes * 3 / 4 == 45_388_388_373_819_261_501)
    #expect(nodes / 4 == 15_129_462_791_273_087_167)
    #expect(settlement.traffic.seats.units / 7 == 2_881_802_436_432_968_984)
    #expect(settlement.mining.seats.units / 7 == 2_285_714_285_714_285_714)
  }

  @Test("An epoch that counted nothing pays nothing, whatever there is to mine")
  func nothing() throws {
    var terms = example
    terms.voucherNoz = .zero
    let settlement = try Settlement(terms)
    #expect(settlement.traffic.paid == .zero)
    #expect(settlement.mining.paid == .zero)
  }

  @Test("Each tier begins where the one before has mined its part, and none after all is mined")
  func tiers() throws {
    let starts: [UInt64] = [0, 16_819_200, 25_228_800, 29_433_600, 31_536_000, 32_587_200]
    let milliSTOS: [UInt128] = [80_000, 40_000, 20_000, 10_000, 5_000, 2_500]
    for (start, milli) in zip(starts, milliSTOS) {
      var terms = example
      terms.mined = Wei(stos: start)
      #expect(try Settlement(terms).mining.total.units == milli * 1_000_000_000_000_000)
      guard start > 0 else { continue }
      terms.mined = Wei(Wei(stos: start).units - 1)
      #expect(try Settlement(terms).mining.total.units == 2 * milli * 1_000_000_000_000_000)
    }
    var terms = example
    terms.mined = Wei(stos: 40_000_000)
    #expect(try Settlement(terms).mining.total == .zero)
    #expect(try Settlement(terms).traffic.seats > .zero)
    for tier in MiningTier.all {
      #expect(
        tier.chainBasisPoints + tier.resourceBasisPoints + tier.metaBasisPoints == 10_000)
    }
  }

  @Test("The reserve's last wei is less than the tier, and no more")
  func lastWei() throws {
    var terms = example
    terms.mined = Wei(Wei(stos: 40_000_000).units - 3)
    terms.miningReserve = Wei(3)
    let mining = try Settlement(terms).mining
    #expect(mining.total == Wei(3))
    #expect(mining.paid <= Wei(3))
  }

  @Test("Subsidy that pays self-dealers in late tiers: it is a quarter of the worth, or less")
  func subsidyCap() throws {
    for start in [0, 16_819_200, 25_228_800, 29_433_600, 31_536_000, 32_587_200] as [UInt64] {
      var terms = example
      terms.mined = Wei(stos: start)
      terms.voucherNoz = Noz(1_000_000_000_000)
      terms.subsidyCapBasisPoints = 2_500
      let settlement = try Settlement(terms)
      #expect(settlement.mining.total.units == settlement.traffic.total.units / 4)
    }
  }

  @Test("Storage noz captured by one voucher: a noz of traffic earns one noz's part")
  func storageCapture() throws {
    var terms = example
    terms.voucherNoz = Noz(1)
    terms.storageNoz = Noz(99_999_999_999_999)
    terms.storageDeposits = Wei(stos: 62_300)
    let settlement = try Settlement(terms)
    for split in [settlement.traffic, settlement.mining] {
      let rest = split.resource.units - split.resourceTax.units
      #expect(split.nodes.units <= rest / 100_000_000_000_000 + 1)
      #expect(split.storage.units + split.nodes.units == rest)
    }
    // Nobody stores: nobody is paid for it, and the server of the one noz no more than before.
    terms.storageDeposits = .zero
    let idle = try Settlement(terms)
    #expect(idle.traffic.storage == .zero)
    #expect(idle.traffic.nodes == settlement.traffic.nodes)
  }

  @Test("Content share paid by others' traffic: traffic without files pays none of it")
  func contentPayers() throws {
    var terms = example
    terms.contentShareBasisPoints = 1_000
    terms.contentNoz = Noz(terms.voucherNoz.units / 2)
    let split = try Settlement(terms).traffic
    let rest = split.resource.units - split.resourceTax.units
    #expect(split.content.units == rest / 20)
    // Two nodes with as much traffic each, one of them all content.
    let half = terms.contentNoz
    let plain = terms.weight(of: half, .zero)
    let carrier = terms.weight(of: half, half)
    #expect(plain + carrier == terms.totalWeight)
    let plainPart = try multiplyDivide(
      split.nodes.units, by: plain, over: terms.totalWeight, rounding: .down)
    #expect(plainPart >= rest / 2 - 1)
    #expect(plainPart <= rest / 2)
  }

  @Test("Without seats nothing is paid to them, and their part stays unpaid")
  func noSeats() throws {
    var terms = example
    terms.seatCount = 0
    let split = try Settlement(terms).traffic
    #expect(split.meta == .zero)
    #expect(split.metaTax == .zero)
    #expect(split.paid.units <= split.total.units * 8 / 10)
  }

  private func arbitraryTerms(_ random: inout SplitMix64) -> SettlementTerms {
    var terms = SettlementTerms()
    terms.deposits = Wei(random.unsigned(UInt128.self) % Wei(stos: 20_000_000).units)
    terms.prepaid = Wei(random.unsigned(UInt128.self) % Wei(stos: 20_000_000).units)
    terms.forSale = Noz(random.unsigned(UInt128.self) % (1 << 111) + 1)
    terms.mined = Wei(random.unsigned(UInt128.self) % Genesis.minable.units)
    terms.miningReserve = Wei(Genesis.minable.units - terms.mined.units)
    terms.voucherNoz = Noz(random.unsigned(UInt128.self) % (1 << 110))
    terms.contentNoz = Noz(random.unsigned(UInt128.self) % (terms.voucherNoz.units + 1))
    terms.storageNoz = Noz(random.unsigned(UInt128.self) % (1 << 110))
    terms.storageDeposits = Wei(
      random.happens(oneIn: 4) ? 0 : random.unsigned(UInt128.self) % (terms.deposits.units + 1))
    terms.seatCount = UInt64(random.number(in: 0...100))
    terms.communityTaxBasisPoints = UInt64(random.number(in: 0...1_000))
    terms.contentShareBasisPoints = UInt64(random.number(in: 0...5_000))
    terms.subsidyCapBasisPoints = UInt64(random.number(in: 0...2_500))
    return terms
  }

  @Test("No part leaves its range, and parts never exceed the whole", arguments: Seeds.many)
  func parts(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let terms = arbitraryTerms(&random)
      let settlement = try Settlement(terms)
      #expect(settlement.traffic.total <= terms.prepaid)
      #expect(settlement.mining.total <= terms.miningReserve)
      #expect(settlement.mining.tax == .zero)
      for split in [settlement.traffic, settlement.mining] {
        #expect(split.paid <= split.total)
        #expect(
          split.chain.units + split.resource.units + split.meta.units <= split.total.units)
        #expect(split.claims <= split.pools)
      }
      #expect(try Settlement(canonicalBytes: settlement.canonicalBytes.span) == settlement)
      #expect(try SettlementTerms(canonicalBytes: terms.canonicalBytes.span) == terms)
    }
  }
}
