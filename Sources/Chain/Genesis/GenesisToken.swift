package import Codec

/// A token that a network starts with, and who holds it.
///
/// What its pool holds is part of its supply, but is listed with the pool.
package struct GenesisToken: Sendable {
  /// How many units somebody holds.
  package struct Holding: Hashable, Sendable {
    package let holder: Address
    package let amount: UInt128

    package init(holder: Address, amount: UInt128) {
      self.holder = holder
      self.amount = amount
    }
  }

  package let issuer: Address
  package let name: String
  /// Each token of a genesis has another one, by which its pool names it.
  package let symbol: String
  package let decimals: UInt8
  /// As many units as there may ever be.
  package let cap: UInt128
  package let holdings: [Holding]

  package init(
    issuer: Address, name: String, symbol: String, decimals: UInt8, cap: UInt128,
    holdings: [Holding]
  ) {
    self.issuer = issuer
    self.name = name
    self.symbol = symbol
    self.decimals = decimals
    self.cap = cap
    self.holdings = holdings
  }

  /// Checks it with the units its pool holds, if it has one.
  func check(at path: String, pooled: UInt128) throws(GenesisError) {
    try Self.check(
      "\(path).name", name, sizeBytesMax: ProtocolLimits.tokenNameSizeBytesMax)
    try Self.check(
      "\(path).symbol", symbol, sizeBytesMax: ProtocolLimits.tokenSymbolSizeBytesMax)
    try GenesisError.check(
      "\(path).decimals", UInt64(decimals), in: 0...UInt64(ProtocolLimits.tokenDecimalsMax))
    var rest = cap
    for (index, amount) in ([pooled] + holdings.map(\.amount)).enumerated() {
      guard amount <= rest else {
        throw GenesisError(
          field: index == 0 ? "\(path).cap" : "\(path).holdings[\(index - 1)].amount",
          value: "\(index == 0 ? cap : amount)",
          allowed: "no more in holdings and pool together than the cap of \(cap)")
      }
      rest -= amount
    }
    var holders: Set<Address> = []
    for (index, holding) in holdings.enumerated() {
      guard holders.insert(holding.holder).inserted, holding.amount > 0 else {
        throw GenesisError(
          field: "\(path).holdings[\(index)]", value: "\(holding.amount) of \(holding.holder)",
          allowed: "each holder once, with more than nothing")
      }
    }
  }

  private static func check(
    _ field: String, _ text: String, sizeBytesMax: Int
  ) throws(GenesisError) {
    guard !text.isEmpty else {
      throw GenesisError(
        field: field, value: "empty", allowed: "1 to \(sizeBytesMax) bytes of text")
    }
    try GenesisError.check(field, text, sizeBytesMax: sizeBytesMax)
  }
}

extension GenesisToken: Equatable {
  /// Bytes are compared, since different bytes of text can be equal to a reader.
  package static func == (left: Self, right: Self) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }
}

extension GenesisToken.Holding: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(holder)
    writer.write(amount)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    holder = try Address(from: &reader, in: bytes)
    amount = try reader.read(in: bytes)
  }
}

extension GenesisToken: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(issuer)
    writer.writeBytes(Array(name.utf8).span)
    writer.writeBytes(Array(symbol.utf8).span)
    writer.write(decimals)
    writer.write(cap)
    writer.writeList(holdings)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    issuer = try Address(from: &reader, in: bytes)
    name = try reader.readText(atMost: ProtocolLimits.tokenNameSizeBytesMax, in: bytes)
    symbol = try reader.readText(atMost: ProtocolLimits.tokenSymbolSizeBytesMax, in: bytes)
    decimals = try reader.read(in: bytes)
    cap = try reader.read(in: bytes)
    holdings = try reader.readList(atMost: ProtocolLimits.genesisHoldingsMax, in: bytes)
  }
}
