import Chain
import Codec
import Cryptography

/// Beginning again from a state, when the blocks behind it are not to be had.
extension Replica {
  /// Whether peers that claim to be ahead no longer have the next block.
  private var needsSnapshot: Bool {
    var isAhead = false
    for (_, peer) in peers {
      guard let status = peer.status, status.height > tip.height else { continue }
      if status.oldestHeight <= tip.height.next { return false }
      isAhead = true
    }
    return isAhead
  }

  /// Asks the driver for a snapshot, which it gets through this node's peers; once.
  ///
  /// What peers claim costs an attempt at most: a snapshot counts by its certificates.
  mutating func considerSnapshot() {
    guard !fetchesSnapshot, needsSnapshot else { return }
    fetchesSnapshot = true
    effects.append(.fetchSnapshot)
  }

  /// Asks a peer on behalf of whoever puts a snapshot together.
  mutating func ask(_ peer: Address, for request: SnapshotRequest) {
    guard peers[peer] != nil else { return }
    peers[peer]?.snapshotRequest = request
    effects.append(.send(.snapshotWanted(request), to: peer))
  }

  /// Hands on what was asked for.
  mutating func hear(_ part: SnapshotPart, from peer: Address) {
    guard peers[peer]?.snapshotRequest == part.request else { return }
    peers[peer]?.snapshotRequest = nil
    effects.append(.takeSnapshot(part, from: peer))
  }
}
