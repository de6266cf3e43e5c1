import Chain
import Consensus
import Ledger
import RPC
import Replica
import Storage

/// What the shell has to do with other nodes.
extension Shell {
  func take(_ notice: PeerNotice) {
    switch notice {
    case .connected(let peer, let key): learn(.connected(peer, speaksFor: key))
    case .endorsed(let peer, let key): learn(.endorsed(peer, speaksFor: key))
    case .heard(let message, let sizeBytes, let peer):
      learn(.heard(message, sizeBytes: sizeBytes, from: peer))
      parts.line.done(sizeBytes, from: peer)
    case .misspoken(let peer, let sizeBytes, let reason):
      parts.line.done(sizeBytes, from: peer)
      parts.line.leave(peer, because: reason)
    case .disconnected(let peer, _): learn(.disconnected(peer))
    // The log tells of it, and the replica asks only those who are there.
    case .notReached: break
    case .served(let peer, let sizeBytes): learn(.served(peer, sizeBytes: sizeBytes))
    }
  }

  /// How far the node is behind, unless it is only by what is on its way.
  var progress: NodeAccess.SyncProgress? {
    let height = replica.committedHeight
    guard let target = replica.claimedHeight,
      target.units > height.units + replica.settings.lagMax
    else { return nil }
    return meter.progress(from: height, to: target)
  }

  var status: NodeAccess.Status {
    NodeAccess.Status(
      epoch: replica.engine.plan.epoch, view: replica.engine.current,
      finalHeight: replica.tip.height, waitingCount: replica.pool.count,
      isVoting: signer?.gate.isVoting ?? false, peerCount: replica.peerCount,
      culpritCount: culprits.count, progress: progress)
  }

  /// Tells peers by way of the replica which blocks can be had here.
  func tellOldest(_ height: Height) {
    // Nobody asks for the body of genesis.
    let oldest = max(height, Height(1))
    if oldest != replica.oldestHeight { learn(.kept(from: oldest)) }
  }

  /// What connections have to know in an epoch.
  func duty(behind start: EpochStart) -> PeerDuty {
    PeerDuty(start, in: Books(over: parts.latest), as: parts.line.nodeID, signer: signer)
  }
}
