package import Chain
package import Cryptography

/// Why a journal does not tell what its key has signed.
package enum JournalFault: Error, Equatable {
  /// There is no file.
  case missing
  /// A file has something in it that no crash explains.
  case damaged(file: Epoch, offset: Int)
  /// The database has seen more of the journal than there is.
  case behind(sequence: UInt64, expected: UInt64)
  /// The database belongs to another journal.
  case otherIdentity(found: Digest, expected: Digest)
  case otherKey(found: PublicKey, expected: PublicKey)
  case otherNetwork(found: Network, expected: Network)

  /// Whether the operator has put together what does not belong together.
  ///
  /// The node refuses to start then; after every other fault it starts as an observer.
  package var isMistaken: Bool {
    switch self {
    case .missing, .damaged, .behind, .otherIdentity: false
    case .otherKey, .otherNetwork: true
    }
  }
}

extension JournalFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing:
      "there is no signing journal"
    case .damaged(let file, let offset):
      "the signing journal of epoch \(file) is damaged from byte \(offset) on"
    case .behind(let sequence, let expected):
      "the signing journal ends at write \(sequence), and the database knows of write \(expected)"
    case .otherIdentity(let found, let expected):
      "the signing journal is \(found), and the database belongs to \(expected)"
    case .otherKey(let found, let expected):
      "the signing journal is of key \(found), and the node runs with \(expected)"
    case .otherNetwork(let found, let expected):
      "the signing journal is of the network with chain id \(found.chainID) and genesis "
        + "\(found.genesisHash), and the node runs on \(expected.chainID) with "
        + "\(expected.genesisHash)"
    }
  }
}
