import Codec
package import Cryptography

/// Everything a consensus key ever signs.
///
/// The list is closed: nothing else may get its signature.
package enum ConsensusStatement: Hashable, Sendable {
  case vote(Statement)
  case possession(Possession)
  case endorsement(PeerEndorsement)

  package func digest(on network: Network) -> Digest {
    switch self {
    case .vote(let statement): statement.digest(on: network)
    case .possession(let possession): possession.digest(on: network)
    case .endorsement(let endorsement): endorsement.digest(on: network)
    }
  }
}

/// That whoever registers a key for an account also holds the key.
///
/// Traffic nodes prove possession of their node keys in the same form.
package struct Possession: Hashable, Sendable {
  /// What the key is registered as.
  package enum Purpose: UInt8, Sendable {
    case consensus = 1
    case resourceNode = 2
    case metaNode = 3
  }

  package let purpose: Purpose
  package let account: Address
  package let key: PublicKey

  package init(purpose: Purpose, account: Address, key: PublicKey) {
    self.purpose = purpose
    self.account = account
    self.key = key
  }

  package func digest(on network: Network) -> Digest {
    var writer = ByteWriter(reserving: 128)
    writer.write(Array("tradewind/possession/1".utf8).span)
    writer.write(purpose.rawValue)
    writer.write(network)
    writer.write(account)
    writer.write(key)
    return Keccak256.hash(writer.bytes.span)
  }

  /// Whether a signature proves it: made by the very key that is registered.
  package func isProven(by signature: Signature, on network: Network) -> Bool {
    key.isValid(signature, for: digest(on: network))
  }
}

/// That a process speaks for a validator, for one epoch.
package struct PeerEndorsement: Hashable, Sendable {
  /// The address of the process's transport key.
  package let nodeID: Address
  package let epoch: Epoch

  package init(nodeID: Address, epoch: Epoch) {
    self.nodeID = nodeID
    self.epoch = epoch
  }

  package func digest(on network: Network) -> Digest {
    var writer = ByteWriter(reserving: 96)
    writer.write(Array("tradewind/peer/1".utf8).span)
    writer.write(network)
    writer.write(nodeID)
    writer.write(epoch)
    return Keccak256.hash(writer.bytes.span)
  }
}
