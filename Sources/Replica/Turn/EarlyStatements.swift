import Chain
import Codec
import Consensus
import Cryptography

/// What members of the next epoch's set said before this node began that epoch.
///
/// Protocol: Epoch boundary. One proposal for each view and one statement for each member, kind and
/// view, of the first two views; nothing else.
struct EarlyStatements: Sendable {
  /// A proposal, and who sent it.
  struct Proposed: Sendable {
    let vote: Verified<Vote>
    let offered: Offered
    let peer: Address
  }

  private struct Key: Hashable, Comparable, Sendable {
    let view: View
    let kind: UInt8
    let member: Int

    init(_ statement: Statement, by member: Int) {
      view = statement.view
      kind =
        switch statement.content {
        case .notarize: 1
        case .nullify: 2
        case .finalize: 3
        }
      self.member = member
    }

    static func < (left: Self, right: Self) -> Bool {
      (left.view, left.kind, left.member) < (right.view, right.kind, right.member)
    }
  }

  private var proposed = SortedMap<View, Proposed>()
  private var voted = SortedMap<Key, Verified<Vote>>()

  private static func isOfFirstViews(_ statement: Statement) -> Bool {
    (1...ReplicaLimits.earlyViewsMax).contains(statement.view.units)
  }

  /// Whether a member's vote would be kept, so that its signature is worth a check.
  func wants(_ statement: Statement, by member: Int) -> Bool {
    Self.isOfFirstViews(statement) && voted[Key(statement, by: member)] == nil
  }

  /// Whether a proposal would be kept.
  func wantsProposal(in statement: Statement) -> Bool {
    Self.isOfFirstViews(statement) && proposed[statement.view] == nil
  }

  mutating func add(_ vote: Verified<Vote>, by member: Int) {
    let statement = vote.message.statement
    if wants(statement, by: member) { voted[Key(statement, by: member)] = vote }
  }

  mutating func add(_ proposal: Proposed) {
    let statement = proposal.vote.message.statement
    if wantsProposal(in: statement) { proposed[statement.view] = proposal }
  }

  var proposals: [Proposed] { proposed.map(\.value) }
  var votes: [Verified<Vote>] { voted.map(\.value) }
}
