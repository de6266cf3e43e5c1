package import Codec

/// A resource node that a network starts with, and what it offers.
package struct GenesisResourceNode: Sendable {
  package let node: GenesisNode
  package let services: UInt8
  package let capacityBytes: UInt64
  package let region: String

  package init(node: GenesisNode, services: UInt8, capacityBytes: UInt64, region: String) {
    self.node = node
    self.services = services
    self.capacityBytes = capacityBytes
    self.region = region
  }

  func check(at path: String, depositMin: Wei) throws(GenesisError) {
    try node.check(at: path, depositMin: depositMin)
    try GenesisError.check(
      "\(path).services", UInt64(services), in: 1...UInt64(ProtocolLimits.nodeServicesMax))
    try GenesisError.check(
      "\(path).region", region, sizeBytesMax: ProtocolLimits.regionSizeBytesMax)
  }
}

extension GenesisResourceNode: Equatable {
  /// Bytes are compared, since different bytes of text can be equal to a reader.
  package static func == (left: Self, right: Self) -> Bool {
    left.canonicalBytes == right.canonicalBytes
  }
}

extension GenesisResourceNode: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(node)
    writer.write(services)
    writer.write(capacityBytes)
    writer.writeBytes(Array(region.utf8).span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    node = try GenesisNode(from: &reader, in: bytes)
    services = try reader.read(in: bytes)
    capacityBytes = try reader.read(in: bytes)
    region = try reader.readText(atMost: ProtocolLimits.regionSizeBytesMax, in: bytes)
  }
}
