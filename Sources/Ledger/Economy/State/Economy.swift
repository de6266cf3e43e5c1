package import Chain
package import Codec

/// The numbers by which traffic is priced and settled, beside the prepaid wei.
///
/// In formulas: S the deposits that back the network, L the noz for sale, O the noz outstanding, M
/// what was mined, r the wei that a noz costs while nothing was bought. P, the wei that were
/// prepaid and not settled, is the balance of an account, and so is handed in.
///
/// Laws, which hold after every call:
/// 1. S·O ≤ P·L, so no amount outstanding settles for more than was prepaid;
/// 2. L ≥ 1 while S + P > 0;
/// 3. O = 0 while S + P = 0.
package struct Economy: Hashable {
  /// So that no sum of noz leaves its range.
  package static let nozMax = Noz(1 << 112)

  package let weiPerNoz: UInt64
  /// S: of active resource nodes as far as effective, and of seated meta nodes.
  package private(set) var deposits = Wei.zero
  /// L.
  package private(set) var forSale = Noz.zero
  /// O: sold and not settled.
  package private(set) var outstanding = Noz.zero
  /// M.
  package private(set) var mined: Wei

  package init(weiPerNoz: UInt64, mined: Wei) {
    self.weiPerNoz = weiPerNoz
    self.mined = mined
  }
}

extension Economy {
  /// The noz that wei buy: ⌊L·X / (S + P + X)⌋.
  package func noz(for amount: Wei, prepaid: Wei) throws(ArithmeticError) -> Noz {
    let divisor = try deposits.adding(prepaid).adding(amount)
    guard divisor > .zero else { return .zero }
    return Noz(
      try multiplyDivide(
        forSale.units, by: amount.units, over: divisor.units, rounding: .down))
  }

  /// The wei that buy noz: ⌈(S + P)·N / (L − N)⌉; there is no price for all that are for sale.
  package func price(of noz: Noz, prepaid: Wei) throws(ArithmeticError) -> Wei {
    let rest = try forSale.subtracting(noz)
    return Wei(
      try multiplyDivide(
        try deposits.adding(prepaid).units, by: noz.units, over: rest.units, rounding: .up))
  }

  /// The wei that noz settle for: ⌊(S + P)·Y / (L + Y)⌋.
  package func settlement(of noz: Noz, prepaid: Wei) throws(ArithmeticError) -> Wei {
    try Self.settlement(of: noz, deposits: deposits, prepaid: prepaid, forSale: forSale)
  }

  /// The same for numbers that were kept of an economy.
  static func settlement(
    of noz: Noz, deposits: Wei, prepaid: Wei, forSale: Noz
  ) throws(ArithmeticError) -> Wei {
    guard noz > .zero else { return .zero }
    return Wei(
      try multiplyDivide(
        try deposits.adding(prepaid).units, by: noz.units,
        over: try forSale.adding(noz).units, rounding: .down))
  }

  /// Counts noz as sold.
  package mutating func sell(_ noz: Noz) throws(ArithmeticError) {
    forSale = try forSale.subtracting(noz)
    outstanding = try outstanding.adding(noz)
  }

  /// Takes noz that were settled back on sale.
  package mutating func settle(_ noz: Noz) throws(ArithmeticError) {
    outstanding = try outstanding.subtracting(noz)
    forSale = try forSale.adding(noz)
  }

  package mutating func mine(_ amount: Wei) throws(ArithmeticError) {
    mined = try mined.adding(amount)
  }

  /// Lets a deposit back the network: L += ⌈D·(L + O) / (S + P)⌉, S += D.
  package mutating func join(_ deposit: Wei, prepaid: Wei) throws(ArithmeticError) {
    guard deposit > .zero else { return }
    let value = try deposits.adding(prepaid)
    if value == .zero {
      forSale = Noz(deposit.units / UInt128(weiPerNoz))
      guard forSale > .zero else { throw .underflow }
    } else {
      let growth = try multiplyDivide(
        deposit.units, by: try forSale.adding(outstanding).units, over: value.units, rounding: .up)
      forSale = try forSale.adding(Noz(growth))
    }
    guard try forSale.adding(outstanding) <= Self.nozMax else { throw .overflow }
    deposits = try deposits.adding(deposit)
  }

  /// Lets a deposit go: L −= ⌊D·L / (S + P)⌋, S −= D.
  package mutating func leave(_ deposit: Wei, prepaid: Wei) throws(ArithmeticError) {
    guard deposit > .zero else { return }
    let value = try deposits.adding(prepaid)
    let decline = try multiplyDivide(
      deposit.units, by: forSale.units, over: value.units, rounding: .down)
    forSale = try forSale.subtracting(Noz(decline))
    deposits = try deposits.subtracting(deposit)
  }
}

extension Economy: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(weiPerNoz)
    writer.write(deposits)
    writer.write(forSale)
    writer.write(outstanding)
    writer.write(mined)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    weiPerNoz = try reader.read(in: bytes)
    deposits = try Wei(from: &reader, in: bytes)
    forSale = try Noz(from: &reader, in: bytes)
    outstanding = try Noz(from: &reader, in: bytes)
    mined = try Wei(from: &reader, in: bytes)
  }
}
