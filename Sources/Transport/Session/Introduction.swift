package import Chain
package import Codec
package import Cryptography

/// What a node says about itself once the channel is sealed, and again in each epoch.
package struct Introduction: Sendable {
  package let epoch: Epoch
  /// A validator's word that this process speaks for it in that epoch.
  package let endorsement: (key: PublicKey, signature: Signature)?
  /// What it runs, for people.
  package let software: String

  package init(
    epoch: Epoch, endorsement: (key: PublicKey, signature: Signature)?, software: String
  ) {
    self.epoch = epoch
    self.endorsement = endorsement
    self.software = software
  }

  /// Whether the validator signed the endorsement of this node, if one is shown.
  func isValid(of nodeID: Address, on network: Network) -> Bool {
    guard let endorsement else { return true }
    let digest = PeerEndorsement(nodeID: nodeID, epoch: epoch).digest(on: network)
    return endorsement.key.isValid(endorsement.signature, for: digest)
  }

  /// The validator for whom the node speaks, to somebody who is in an epoch.
  ///
  /// Nodes do not come to an epoch at the same instant, so its neighbours count too.
  package func speaksFor(in other: Epoch) -> PublicKey? {
    let distance =
      epoch > other ? epoch.units - other.units : other.units - epoch.units
    return distance <= 1 ? endorsement?.key : nil
  }
}

extension Introduction: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(epoch)
    writer.write(UInt8(endorsement == nil ? 0 : 1))
    if let endorsement {
      writer.write(endorsement.key)
      writer.write(endorsement.signature.bytes)
    }
    writer.writeBytes(Array(software.utf8).span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    epoch = try Epoch(from: &reader, in: bytes)
    switch try reader.read(UInt8.self, in: bytes) {
    case 0: endorsement = nil
    case 1:
      let key = try PublicKey(from: &reader, in: bytes)
      let raw = try FixedBytes<64>(from: &reader, in: bytes)
      guard let signature = try? Signature(raw) else {
        throw .forbidden("a signature is within the range of the curve")
      }
      endorsement = (key, signature)
    default: throw .forbidden("an endorsement is there or not")
    }
    software = try reader.readText(atMost: TransportLimits.softwareSizeBytesMax, in: bytes)
    guard software.isPrintable else { throw .forbidden("a name of software is printable") }
  }
}
