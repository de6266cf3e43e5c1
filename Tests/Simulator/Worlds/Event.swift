import Chain
import Consensus

/// What happens in a world; what concerns one life of a node is void in the next.
enum Event {
  case deliver(NodeMessage, from: Int, to: Int)
  case wake(Int, Int, serial: Int)
  case synced(Int, Int)
  case build(Int, Int, view: View, parent: Header, parentView: View)
  case executed(Int, Int)
  case committed(Int, Int, mark: JournalMark)
  case inquire(Int, Int)
  case fault
  /// The journals of so many nodes are lost.
  case loseJournals(Int)
  /// Their operators accept that, in the epoch under way.
  case acceptLoss(Int)
  case restart(Int)
  case resume(Int)
  case mend
  case heal

  /// Whom it concerns, for nodes that are paused.
  var node: Int? {
    switch self {
    case .deliver(_, _, let node), .wake(let node, _, _), .synced(let node, _),
      .build(let node, _, _, _, _), .executed(let node, _), .committed(let node, _, _),
      .inquire(let node, _):
      node
    case .fault, .loseJournals, .acceptLoss, .restart, .resume, .mend, .heal: nil
    }
  }
}
