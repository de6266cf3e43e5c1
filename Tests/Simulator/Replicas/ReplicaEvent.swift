import Chain
import Consensus
import Replica

/// What happens in a world of whole replicas; what concerns one life of a node is void in the next.
enum ReplicaEvent {
  case deliver(PeerMessage, sizeBytes: Int, from: Int, to: Int)
  case learn(Int, Int, ReplicaInput)
  case wake(Int, Int, serial: Int)
  case synced(Int, Int)
  case executed(Int, Int)
  case committed(Int, Int, mark: JournalMark)
  case connect(Int, Int)
  case submit
  case fault
  case restart(Int)
  case resume(Int)
  case mend
  case heal

  /// Whom it concerns, for nodes that are paused.
  var node: Int? {
    switch self {
    case .deliver(_, _, _, let node), .learn(let node, _, _), .wake(let node, _, _),
      .synced(let node, _), .executed(let node, _), .committed(let node, _, _):
      node
    case .connect, .submit, .fault, .restart, .resume, .mend, .heal: nil
    }
  }
}
