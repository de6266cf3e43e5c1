package import Codec
package import Cryptography

/// A validator that a network starts with.
///
/// Its key needs no proof of possession.
package struct GenesisValidator: Sendable {
  /// The wei behind one unit of voting power.
  package static let weiPerPower: UInt128 = 1_000_000_000_000_000

  /// The operator account.
  package let account: Address
  package let key: PublicKey
  package let stake: Wei
  /// The operator's part of the rewards, in hundredths of a percent.
  package let commissionBasisPoints: UInt16
  package let moniker: String
  /// Where its node is reached.
  package let endpoint: String

  package init(
    account: Address, key: PublicKey, stake: Wei, commissionBasisPoints: UInt16, moniker: String,
    endpoint: String
  ) {
    self.account = account
    self.key = key
    self.stake = stake
    self.commissionBasisPoints = commissionBasisPoints
    self.moniker = moniker
    self.endpoint = endpoint
  }

  /// The weight of its vote.
  ///
  /// A stake within the supply has a power within range.
  package var power: Power { Power(UInt64(clamping: stake.units / Self.weiPerPower)) }

  func check(at path: String) throws(GenesisError) {
    guard stake.units >= Self.weiPerPower, stake <= Genesis.supply else {
      throw GenesisError(
        field: "\(path).stake", value: stake.text,
        allowed: "\(Wei(Self.weiPerPower).text) to \(Genesis.supply.text)")
    }
    try GenesisError.check(
      "\(path).commissionBp", UInt64(commissionBasisPoints), in: 0...10_000)
    try GenesisError.check(
      "\(path).moniker", moniker, sizeBytesMax: ProtocolLimits.monikerSizeBytesMax)
    try GenesisError.check(
      "\(path).endpoint", endpoint, sizeBytesMax: ProtocolLimits.endpointSizeBytesMax)
  }
}

extension GenesisValidator: Equatable {
  /// Bytes are compared, since different bytes of text can be equal to a reader.
  package static func == (left: Self, right: Self) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }
}

extension GenesisValidator: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(account)
    writer.write(key)
    writer.write(stake)
    writer.write(commissionBasisPoints)
    writer.writeBytes(Array(moniker.utf8).span)
    writer.writeBytes(Array(endpoint.utf8).span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    account = try Address(from: &reader, in: bytes)
    key = try PublicKey(from: &reader, in: bytes)
    stake = try Wei(from: &reader, in: bytes)
    commissionBasisPoints = try reader.read(in: bytes)
    moniker = try reader.readText(atMost: ProtocolLimits.monikerSizeBytesMax, in: bytes)
    endpoint = try reader.readText(atMost: ProtocolLimits.endpointSizeBytesMax, in: bytes)
  }
}
