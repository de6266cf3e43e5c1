import Chain
import Codec

/// What an end of a handshake tells the other when it will not go on, and who it is itself.
struct HandshakeRefusal: Sendable, Equatable {
  enum Reason: UInt8, Sendable {
    case otherVersion = 1
    case otherNetwork = 2
    /// Both ends are the same node.
    case ownNode = 3
    /// The dialler looks for somebody else.
    case otherNode = 4
    /// What came holds no proof of who sent it.
    case unproven = 5
  }

  let reason: Reason
  let version: UInt16
  let network: Network

  init(_ reason: Reason, on network: Network) {
    self.reason = reason
    version = HandshakeLayout.version
    self.network = network
  }

  var bytes: [UInt8] {
    var writer = ByteWriter(reserving: HandshakeLayout.refusalBytes)
    writer.write(HandshakeLayout.refusalKind)
    writer.write(reason.rawValue)
    writer.write(version)
    writer.write(network)
    return writer.bytes
  }

  /// Reads what follows the kind.
  init?(from reader: inout ByteReader, in bytes: Span<UInt8>) {
    guard let code = try? reader.read(UInt8.self, in: bytes), let reason = Reason(rawValue: code),
      let version = try? reader.read(UInt16.self, in: bytes),
      let network = try? Network(from: &reader, in: bytes)
    else { return nil }
    self.reason = reason
    self.version = version
    self.network = network
  }
}

extension HandshakeRefusal: CustomStringConvertible {
  var description: String {
    switch reason {
    case .otherVersion:
      "it speaks version \(version) of the transport, and this node version "
        + "\(HandshakeLayout.version)"
    case .otherNetwork:
      "it is on the network with chain id \(network.chainID) and genesis \(network.genesisHash), "
        + "and this node is not"
    case .ownNode: "it is this node itself"
    case .otherNode: "it looked for a node with another id"
    case .unproven: "it found no proof in what this node sent"
    }
  }
}
