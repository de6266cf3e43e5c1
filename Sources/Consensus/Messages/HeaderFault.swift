package import Chain
package import Cryptography

/// Which rule a header breaks, seen from its parent.
package enum HeaderFault: Error, Hashable {
  case wrongChain(ChainID)
  case wrongEpoch(Epoch)
  case extendsClosingBlock(Digest)
  case wrongHeight(Height, expected: Height)
  case notLater(Timestamp, parent: Timestamp)
  case wrongProposer(Address, expected: Address)
  case wrongSets(current: Digest, next: Digest)
  case unnameableHeight(Height)
  /// A block that refers too far back has to be empty.
  case notEmpty(executed: Height, transactions: UInt32)
  /// It is too far ahead of this node's clock; later it may do.
  case early(Timestamp)
}
