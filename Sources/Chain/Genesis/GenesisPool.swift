package import Codec

/// The pool of STOS and a token that a network starts with.
package struct GenesisPool: Sendable {
  /// The most of an asset that a pool holds: 2¹¹² − 1.
  package static let amountMax: UInt128 = 1 << 112 - 1

  /// Whose the shares are.
  package let owner: Address
  /// The symbol of one of the tokens of the genesis.
  package let symbol: String
  package let stos: Wei
  package let amount: UInt128

  package init(owner: Address, symbol: String, stos: Wei, amount: UInt128) {
    self.owner = owner
    self.symbol = symbol
    self.stos = stos
    self.amount = amount
  }

  func check(at path: String) throws(GenesisError) {
    guard stos > .zero, stos <= Genesis.supply else {
      throw GenesisError(
        field: "\(path).stos", value: stos.text, allowed: "1wei to \(Genesis.supply.text)")
    }
    guard (1...Self.amountMax).contains(amount) else {
      throw GenesisError(
        field: "\(path).amount", value: "\(amount)", allowed: "1 to \(Self.amountMax) units")
    }
  }
}

extension GenesisPool: Equatable {
  /// Bytes are compared, since different bytes of text can be equal to a reader.
  package static func == (left: Self, right: Self) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }
}

extension GenesisPool: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(owner)
    writer.writeBytes(Array(symbol.utf8).span)
    writer.write(stos)
    writer.write(amount)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    owner = try Address(from: &reader, in: bytes)
    symbol = try reader.readText(atMost: ProtocolLimits.tokenSymbolSizeBytesMax, in: bytes)
    stos = try Wei(from: &reader, in: bytes)
    amount = try reader.read(in: bytes)
  }
}
