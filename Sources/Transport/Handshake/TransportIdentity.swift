package import Chain
package import Cryptography

/// Who this node is to others: its transport key, on a network.
package final class TransportIdentity: Sendable {
  let key: PrivateKey
  package let publicKey: PublicKey
  /// The address of the transport key.
  package let nodeID: Address
  package let network: Network

  package init(key: consuming PrivateKey, network: Network) {
    publicKey = key.publicKey
    nodeID = Address(of: publicKey)
    self.key = key
    self.network = network
  }
}
