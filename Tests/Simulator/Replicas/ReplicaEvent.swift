import Chain
import Consensus
import Replica

/// What happens in a world of whole replicas; what concerns one life of a node is void in the next.
enum ReplicaEvent {
  case deliver(Envelope, from: Int, to: Int)
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
  /// Somebody goes away for long, or is here again.
  case leave(Int)
  case comeBack(Int)
  case mend
  case heal

  /// Whom it concerns, for nodes that are paused.
  var node: Int? {
    switch self {
    case .deliver(_, _, let node), .learn(let node, _, _), .wake(let node, _, _),
      .synced(let node, _), .executed(let node, _), .committed(let node, _, _):
      node
    case .connect, .submit, .fault, .restart, .resume, .leave, .comeBack, .mend, .heal: nil
    }
  }

  /// Takes down that it happens.
  func add(to trace: inout ReplicaTrace) {
    switch self {
    case .deliver(let envelope, let sender, let node):
      trace.add(1 << 32 | UInt64(sender) << 16 | UInt64(node))
      trace.add(envelope.hash)
    case .learn(let node, let life, _): trace.add(2 << 32 | UInt64(life) << 16 | UInt64(node))
    case .wake(let node, _, let serial): trace.add(3 << 32 | UInt64(serial) << 8 | UInt64(node))
    case .synced(let node, _): trace.add(4 << 32 | UInt64(node))
    case .executed(let node, _): trace.add(5 << 32 | UInt64(node))
    case .committed(let node, _, let mark):
      trace.add(6 << 32 | UInt64(node))
      trace.add(mark.sequence)
    case .connect(let one, let other): trace.add(7 << 32 | UInt64(one) << 16 | UInt64(other))
    case .restart(let node): trace.add(8 << 32 | UInt64(node))
    case .resume(let node): trace.add(9 << 32 | UInt64(node))
    case .leave(let node): trace.add(14 << 32 | UInt64(node))
    case .comeBack(let node): trace.add(15 << 32 | UInt64(node))
    case .submit: trace.add(10)
    case .fault: trace.add(11)
    case .mend: trace.add(12)
    case .heal: trace.add(13)
    }
  }
}
