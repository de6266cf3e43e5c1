package import Chain
package import Codec

/// What an epoch pays: a pure function of the terms at its close.
package struct Settlement: Hashable, Sendable {
  /// What consumers paid for the traffic and storage of the epoch: R and its parts.
  package let traffic: RewardSplit
  /// What the epoch mines: B and its parts.
  package let mining: RewardSplit

  /// Protocol: Settlement.
  package init(_ terms: SettlementTerms) throws(ArithmeticError) {
    let noz = try terms.noz()
    guard noz > .zero else {
      traffic = RewardSplit()
      mining = RewardSplit()
      return
    }
    let worth = try Economy.settlement(
      of: noz, deposits: terms.deposits, prepaid: terms.prepaid, forSale: terms.forSale)
    let settled = min(worth, terms.prepaid)
    traffic = try RewardSplit(settled, on: terms, isTaxed: true)
    var subsidy = min(terms.tier.perEpoch, terms.miningReserve)
    if terms.subsidyCapBasisPoints > 0 {
      let cap = Wei(settled.units * UInt128(terms.subsidyCapBasisPoints) / 10_000)
      subsidy = min(subsidy, cap)
    }
    mining = try RewardSplit(subsidy, on: terms, isTaxed: false)
  }
}

extension Settlement: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(traffic)
    writer.write(mining)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    traffic = try RewardSplit(from: &reader, in: bytes)
    mining = try RewardSplit(from: &reader, in: bytes)
  }
}
