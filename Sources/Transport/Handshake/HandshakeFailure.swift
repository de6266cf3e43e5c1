package import Chain

/// Why a handshake came to nothing.
package enum HandshakeFailure: Error, Equatable, Sendable {
  /// Whoever is there speaks something else.
  case otherProtocol
  case otherVersion(UInt16)
  case otherNetwork(Network, own: Network)
  case ownNode
  case otherNode(Address, expected: Address)
  /// A key is no point of the curve.
  case noKey
  /// A seal or signature is wrong: somebody is in between, or has not got the key.
  case unproven
  /// What the other end said instead of going on.
  case refused(String)

  /// Whether another attempt soon could only end in the same way.
  package var isLasting: Bool {
    switch self {
    case .otherProtocol, .otherVersion, .otherNetwork, .ownNode, .otherNode, .refused: true
    case .noKey, .unproven: false
    }
  }
}

extension HandshakeFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherProtocol: "what is there does not speak the protocol of nodes"
    case .otherVersion(let version):
      "it speaks version \(version) of the transport, and this node version "
        + "\(HandshakeLayout.version)"
    case .otherNetwork(let network, let own):
      network.chainID == own.chainID
        ? "its genesis is \(network.genesisHash), and this node's \(own.genesisHash)"
        : "its chain id is \(network.chainID), and this node's \(own.chainID)"
    case .ownNode: "it is this node itself"
    case .otherNode(let id, let expected): "it is \(id), and \(expected) was expected there"
    case .noKey: "it sent a key that is no point of the curve"
    case .unproven: "it did not prove that it has the key it shows"
    case .refused(let words): "the other end refused: \(words)"
    }
  }
}
