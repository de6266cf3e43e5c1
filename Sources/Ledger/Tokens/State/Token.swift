import Chain
import Codec

/// A token, or the shares of a pool: all of it is fixed but for the supply.
struct Token: Hashable {
  let name: String
  let symbol: String
  let decimals: UInt8
  /// Who created it and may create more of it, up to the cap; a pool is its own issuer.
  let issuer: Address
  let cap: TokenAmount
  var supply = TokenAmount.zero
}

extension Token: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.writeBytes(Array(name.utf8).span)
    writer.writeBytes(Array(symbol.utf8).span)
    writer.write(decimals)
    writer.write(issuer)
    writer.write(cap)
    writer.write(supply)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    name = try reader.readText(atMost: ProtocolLimits.tokenNameSizeBytesMax, in: bytes)
    symbol = try reader.readText(atMost: ProtocolLimits.tokenSymbolSizeBytesMax, in: bytes)
    decimals = try reader.read(in: bytes)
    issuer = try Address(from: &reader, in: bytes)
    cap = try TokenAmount(from: &reader, in: bytes)
    supply = try TokenAmount(from: &reader, in: bytes)
  }
}
