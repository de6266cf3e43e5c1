package import Chain
package import Cryptography

/// That a quorum finalized another state than this node has computed.
package struct Divergence: Error, Hashable, Sendable {
  /// The first height at which they differ, among those that headers name.
  package let height: Height
  package let ownRoot: Digest
  package let finalRoot: Digest
  /// The final block that names the other root.
  package let block: Digest

  package init(height: Height, ownRoot: Digest, finalRoot: Digest, block: Digest) {
    self.height = height
    self.ownRoot = ownRoot
    self.finalRoot = finalRoot
    self.block = block
  }
}

extension Divergence: CustomStringConvertible {
  package var description: String {
    "block \(block) is final and names \(finalRoot) as the state after height \(height), where "
      + "this node has computed \(ownRoot): keep the database for analysis, and restore this node "
      + "from a snapshot with the same release as the others"
  }
}
