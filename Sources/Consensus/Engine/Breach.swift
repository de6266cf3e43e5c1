package import Chain
package import Cryptography

/// What a quorum has made final although this node knows better, or knows too little: there is
/// nothing to do but stop.
package enum Breach: Error, Hashable, Sendable {
  /// Another state than this node has computed.
  case otherState(Divergence)
  /// A chain without the block that was final here.
  case otherChain(Digest)
  /// A block that breaks the rules which need no execution.
  case invalidBlock(Digest)
  /// Rules from an epoch on that this node does not know.
  case unknownRules(version: UInt64, known: UInt64, from: Epoch)
}

extension Breach: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherState(let divergence): divergence.description
    case .otherChain(let block):
      "a quorum finalized a chain without block \(block), which was final here: more than a third "
        + "of the power has broken the rules, or this node's database is of another network"
    case .invalidBlock(let block):
      "block \(block) is final and breaks the rules as this node knows them: install the release "
        + "that the others run"
    case .unknownRules(let version, let known, let epoch):
      "epoch \(epoch) follows version \(version) of the protocol, and this node knows no later one "
        + "than \(known): install a release for protocol \(version), which goes on from here"
    }
  }
}
