package import Chain
package import Codec

/// How an amount that an epoch pays is split: what its traffic is worth, or what it mines.
///
/// ```
/// total ─┬─ chain
///        ├─ resource ─┬─ resource tax
///        │            ├─ storage
///        │            ├─ content
///        │            └─ nodes
///        └─ meta ─────┬─ meta tax
///                     └─ seats
/// ```
/// What rounding or the absence of a recipient leaves of a part is not paid and stays where it is.
package struct RewardSplit: Hashable, Sendable {
  package private(set) var total = Wei.zero
  package private(set) var chain = Wei.zero
  package private(set) var resource = Wei.zero
  package private(set) var meta = Wei.zero
  package private(set) var resourceTax = Wei.zero
  package private(set) var metaTax = Wei.zero
  package private(set) var storage = Wei.zero
  package private(set) var content = Wei.zero
  package private(set) var nodes = Wei.zero
  package private(set) var seats = Wei.zero

  init() {}

  /// Protocol: Settlement.
  ///
  /// Mined wei are not taxed.
  init(_ total: Wei, on terms: SettlementTerms, isTaxed: Bool) throws(ArithmeticError) {
    let tier = terms.tier
    let tax = isTaxed ? terms.communityTaxBasisPoints : 0
    self.total = total
    chain = total.part(tier.chainBasisPoints)
    resource = total.part(tier.resourceBasisPoints)
    meta = terms.seatCount == 0 ? .zero : total.part(tier.metaBasisPoints)
    resourceTax = resource.part(tax)
    metaTax = meta.part(tax)
    seats = try meta.subtracting(metaTax)
    try split(try resource.subtracting(resourceTax), on: terms)
  }

  private mutating func split(
    _ rest: Wei, on terms: SettlementTerms
  ) throws(ArithmeticError) {
    let share = try multiplyDivide(
      rest.units, by: terms.storageNoz.units, over: try terms.noz().units, rounding: .down)
    let traffic = try rest.subtracting(Wei(share))
    if terms.voucherNoz > .zero {
      content = Wei(
        try multiplyDivide(
          traffic.units, by: UInt128(terms.contentShareBasisPoints) * terms.contentNoz.units,
          over: 10_000 * terms.voucherNoz.units, rounding: .down))
    }
    nodes = try traffic.subtracting(content)
    storage = terms.storageDeposits == .zero ? .zero : Wei(share)
  }
}

extension RewardSplit {
  // Parts of an amount that is within the supply add up within it.

  package var tax: Wei { Wei(resourceTax.units + metaTax.units) }

  /// What nodes, owners of files and seats claim later.
  package var pools: Wei { Wei(storage.units + claims.units) }

  /// The pools that have a record to be claimed from, all but storage.
  package var claims: Wei { Wei(content.units + nodes.units + seats.units) }

  /// What leaves the source.
  package var paid: Wei { Wei(chain.units + tax.units + pools.units) }
}

extension Wei {
  /// So many basis points of it, rounded down.
  fileprivate func part(_ basisPoints: UInt64) -> Wei {
    // All wei are fewer than 2⁸⁷.
    Wei(units * UInt128(basisPoints) / 10_000)
  }
}

extension RewardSplit: Canonical {
  package func encode(into writer: inout ByteWriter) {
    for amount in [
      total, chain, resource, meta, resourceTax, metaTax, storage, content, nodes, seats,
    ] {
      writer.write(amount.units)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    total = Wei(try reader.readUInt128(in: bytes))
    chain = Wei(try reader.readUInt128(in: bytes))
    resource = Wei(try reader.readUInt128(in: bytes))
    meta = Wei(try reader.readUInt128(in: bytes))
    resourceTax = Wei(try reader.readUInt128(in: bytes))
    metaTax = Wei(try reader.readUInt128(in: bytes))
    storage = Wei(try reader.readUInt128(in: bytes))
    content = Wei(try reader.readUInt128(in: bytes))
    nodes = Wei(try reader.readUInt128(in: bytes))
    seats = Wei(try reader.readUInt128(in: bytes))
  }
}
