package import Chain
package import Cryptography

/// What is fixed for an epoch before its first view, the same on every node.
///
/// All of it is read from the state after the closing block of the epoch before.
package struct EpochPlan: Sendable {
  package let network: Network
  package let epoch: Epoch
  package let set: ValidatorSet
  package let leaders: LeaderTable
  package let nextSetHash: Digest
  /// The closing block of the epoch before, on which the first block is built.
  package let anchor: Header
  package let anchorHash: Digest
  /// The epoch ends with its first block at or after this time.
  package let boundary: Timestamp
  package let minBlockIntervalMilliseconds: UInt64
  package let emptyBlockIntervalMilliseconds: UInt64

  /// Begins to plan; the leaders are those of the set, unless somebody has chosen others.
  package init(
    network: Network, epoch: Epoch, set: ValidatorSet, nextSetHash: Digest, anchor: Header,
    boundary: Timestamp, minBlockIntervalMilliseconds: UInt64,
    emptyBlockIntervalMilliseconds: UInt64, leaders: LeaderTable? = nil
  ) {
    self.network = network
    self.epoch = epoch
    self.set = set
    self.leaders = leaders ?? LeaderTable(set)
    self.nextSetHash = nextSetHash
    self.anchor = anchor
    anchorHash = anchor.hash
    self.boundary = boundary
    self.minBlockIntervalMilliseconds = minBlockIntervalMilliseconds
    self.emptyBlockIntervalMilliseconds = emptyBlockIntervalMilliseconds
  }

  /// The first of genesis time + k · length that is at least half a length after a closing block.
  ///
  /// Protocol: The end of an epoch.
  package static func boundary(
    after closing: Timestamp, genesis: Timestamp, epochLengthMilliseconds length: UInt64
  ) -> Timestamp {
    precondition(length > 0, "an epoch has a length")
    // Times are at most 2⁶² and lengths far below, so the sums fit.
    let earliest = closing.units + (length + 1) / 2
    guard earliest > genesis.units else { return genesis }
    let epochs = (earliest - genesis.units + length - 1) / length
    return Timestamp(genesis.units + epochs * length)
  }

  /// The place in the set of the one who leads a view.
  package func leader(of view: View) -> Int { leaders.leader(of: view, in: epoch) }

  /// Whether a block of this epoch ends it.
  package func isClosing(_ header: Header) -> Bool { header.time >= boundary }

  /// Whose certificates hold in this epoch.
  package var authority: Certificate.Authority {
    Certificate.Authority(epoch: epoch, set: set, network: network)
  }
}
