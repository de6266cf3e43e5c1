import Chain
import Consensus
import Cryptography

/// A walk along closing blocks, with who serves the epoch behind the last of them.
package struct EpochWalk: Sendable {
  private(set) var client: LightClient
  private(set) var set: ValidatorSet

  /// The next epoch whose end it looks for.
  var epoch: Epoch { client.epoch }

  /// Begins at the closing block before an epoch whose set is known.
  init(at plan: EpochPlan, of identity: Replica.Identity) throws(LightClientError) {
    client = try LightClient(
      checkpoint: plan.anchor, trusting: plan.anchor.hash, genesisTime: identity.genesisTime,
      network: identity.network, epochLengthMilliseconds: identity.epochLengthMilliseconds)
    set = plan.set
  }

  mutating func follow(_ end: EpochEnd) throws(LightClientError) {
    try client.follow(end.closing, certificate: end.certificate, set: set)
    set = end.nextSet
  }

  /// Checks that a quorum vouches for a snapshot behind the closing block that was reached.
  func check(_ manifest: SnapshotManifest) throws(LightClientError) {
    guard manifest.closing.hash == client.closingHash else {
      throw .otherBlock(found: manifest.closing.hash, expected: client.closingHash)
    }
    // The manifest's headers are known to follow each other, from the closing one to the last.
    _ = try client.check(
      manifest.successors[manifest.successors.count - 1],
      certificate: manifest.successorCertificate, set: set)
  }
}
