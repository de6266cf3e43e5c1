package import Chain
package import Codec

/// Everything that the settlement of an epoch depends on, as it stands at the close.
package struct SettlementTerms: Hashable, Sendable {
  /// S.
  package var deposits = Wei.zero
  /// P.
  package var prepaid = Wei.zero
  /// L.
  package var forSale = Noz.zero
  /// M.
  package var mined = Wei.zero
  package var miningReserve = Wei.zero
  /// Yv: what vouchers proved.
  package var voucherNoz = Noz.zero
  /// Yf: the part of it whose file was live when it was counted.
  package var contentNoz = Noz.zero
  /// Ys: what storage cost in the epoch.
  package var storageNoz = Noz.zero
  /// The effective deposits of active resource nodes.
  package var storageDeposits = Wei.zero
  /// How many meta nodes have seats.
  package var seatCount: UInt64 = 0
  package var communityTaxBasisPoints: UInt64 = 0
  package var contentShareBasisPoints: UInt64 = 0
  /// 0 for no cap.
  package var subsidyCapBasisPoints: UInt64 = 0

  package init() {}
}

extension SettlementTerms {
  /// Y.
  package func noz() throws(ArithmeticError) -> Noz { try voucherNoz.adding(storageNoz) }

  package var tier: MiningTier { .after(mined) }

  /// The weights of all nodes together: see `weight(of:)`.
  package var totalWeight: UInt128 { weight(of: voucherNoz, contentNoz) }

  /// What traffic weighs in the nodes' pool: the part that carries files pays for their content.
  package func weight(of noz: Noz, _ contentNoz: Noz) -> UInt128 {
    // Noz are at most 2¹¹², and content is a part of them.
    10_000 * noz.units - UInt128(contentShareBasisPoints) * contentNoz.units
  }
}

extension SettlementTerms: Canonical {
  package func encode(into writer: inout ByteWriter) {
    for amount in [deposits, prepaid, mined, miningReserve, storageDeposits] {
      writer.write(amount.units)
    }
    for noz in [forSale, voucherNoz, contentNoz, storageNoz] { writer.write(noz.units) }
    writer.write(seatCount)
    writer.write(communityTaxBasisPoints)
    writer.write(contentShareBasisPoints)
    writer.write(subsidyCapBasisPoints)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    deposits = Wei(try reader.readUInt128(in: bytes))
    prepaid = Wei(try reader.readUInt128(in: bytes))
    mined = Wei(try reader.readUInt128(in: bytes))
    miningReserve = Wei(try reader.readUInt128(in: bytes))
    storageDeposits = Wei(try reader.readUInt128(in: bytes))
    forSale = Noz(try reader.readUInt128(in: bytes))
    voucherNoz = Noz(try reader.readUInt128(in: bytes))
    contentNoz = Noz(try reader.readUInt128(in: bytes))
    storageNoz = Noz(try reader.readUInt128(in: bytes))
    seatCount = try reader.readUInt64(in: bytes)
    communityTaxBasisPoints = try reader.readUInt64(in: bytes)
    contentShareBasisPoints = try reader.readUInt64(in: bytes)
    subsidyCapBasisPoints = try reader.readUInt64(in: bytes)
  }
}
