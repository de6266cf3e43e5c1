package import Codec
package import Cryptography

/// A node of the traffic layer that a network starts with; a meta node is nothing more.
///
/// Its key needs no proof of possession. The whole of its deposit backs the network: a meta node
/// has a seat, a resource node is active.
package struct GenesisNode: Sendable {
  package let owner: Address
  package let key: PublicKey
  /// Who gets what it earns.
  package let beneficiary: Address
  package let deposit: Wei
  package let endpoint: String
  package let moniker: String

  package init(
    owner: Address, key: PublicKey, beneficiary: Address, deposit: Wei, endpoint: String,
    moniker: String
  ) {
    self.owner = owner
    self.key = key
    self.beneficiary = beneficiary
    self.deposit = deposit
    self.endpoint = endpoint
    self.moniker = moniker
  }

  package var id: Address { Address(of: key) }

  func check(at path: String, depositMin: Wei) throws(GenesisError) {
    guard deposit >= depositMin, deposit <= Genesis.supply else {
      throw GenesisError(
        field: "\(path).deposit", value: deposit.text,
        allowed: "\(depositMin.text) to \(Genesis.supply.text)")
    }
    try GenesisError.check(
      "\(path).endpoint", endpoint, sizeBytesMax: ProtocolLimits.endpointSizeBytesMax)
    try GenesisError.check(
      "\(path).moniker", moniker, sizeBytesMax: ProtocolLimits.monikerSizeBytesMax)
  }
}

extension GenesisNode: Equatable {
  /// Bytes are compared, since different bytes of text can be equal to a reader.
  package static func == (left: Self, right: Self) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }
}

extension GenesisNode: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(owner)
    writer.write(key)
    writer.write(beneficiary)
    writer.write(deposit)
    writer.writeBytes(Array(endpoint.utf8).span)
    writer.writeBytes(Array(moniker.utf8).span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    owner = try Address(from: &reader, in: bytes)
    key = try PublicKey(from: &reader, in: bytes)
    beneficiary = try Address(from: &reader, in: bytes)
    deposit = try Wei(from: &reader, in: bytes)
    endpoint = try reader.readText(atMost: ProtocolLimits.endpointSizeBytesMax, in: bytes)
    moniker = try reader.readText(atMost: ProtocolLimits.monikerSizeBytesMax, in: bytes)
  }
}
