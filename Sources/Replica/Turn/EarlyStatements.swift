import Chain
import Codec
import Consensus
import Cryptography

/// What members of the next epoch's set said before this node began that epoch.
///
/// Protocol: Epoch boundary. One proposal for each view and one statement for each member, kind and
/// view, of the first two views; nothing else.
struct EarlyStatements: Sendable {
  private struct Key: Hashable, Comparable, Sendable {
    let view: View
    let kind: UInt8
    let member: Int

    static func < (left: Self, right: Self) -> Bool {
      if left.view != right.view { return left.view < right.view }
      if left.kind != right.kind { return left.kind < right.kind }
      return left.member < right.member
    }
  }

  private var proposals = SortedMap<View, (header: Header, vote: Verified<Vote>)>()
  private var votes = SortedMap<Key, Verified<Vote>>()

  /// Whether a statement is one that is kept.
  static func admits(_ statement: Statement) -> Bool {
    (1...ReplicaLimits.earlyViewsMax).contains(statement.view.units)
  }

  mutating func add(_ vote: Verified<Vote>, by member: Int, about header: Header?) {
    let statement = vote.message.statement
    guard Self.admits(statement) else { return }
    if let header {
      if proposals[statement.view] == nil { proposals[statement.view] = (header, vote) }
      return
    }
    let kind: UInt8 =
      switch statement.content {
      case .notarize: 1
      case .nullify: 2
      case .finalize: 3
      }
    let key = Key(view: statement.view, kind: kind, member: member)
    if votes[key] == nil { votes[key] = vote }
  }

  /// Everything, as an engine takes it.
  var inputs: [Input] {
    proposals.map { .proposal($0.value.header, $0.value.vote) } + votes.map { .vote($0.value) }
  }
}
