package import Chain
import Codec
import Cryptography

/// What arrives for an epoch that is about to begin: its first two views, kept until it does.
///
/// Others may be executing the closing block faster. Everything is checked against the set of that
/// epoch, which is known one whole epoch before, and bounded: one proposal for each view, one vote
/// of a kind for each member and view, one certificate of a kind for each view.
///
/// Protocol: Early messages.
package struct EarlyMessages: Sendable {
  private static let lastView = View(2)

  /// What a message is the only one of.
  private struct Place: Comparable {
    let view: UInt64
    let kind: Int
    /// The member that votes; nobody for proposals and certificates, which come behind the votes.
    let member: Int

    static func < (left: Self, right: Self) -> Bool {
      (left.view, left.member, left.kind) < (right.view, right.member, right.kind)
    }
  }

  /// Whose certificates hold in the epoch.
  package let authority: Certificate.Authority
  private let leaders: LeaderTable
  private var inputs = SortedMap<Place, Input>()

  package init(epoch: Epoch, set: ValidatorSet, network: Network) {
    authority = Certificate.Authority(epoch: epoch, set: set, network: network)
    leaders = LeaderTable(set)
  }

  package var epoch: Epoch { authority.epoch }

  /// Whose vote a message has to hold, if it is to be kept: that of the member it is said to come
  /// from, or of the view's leader.
  package func voter(of message: Message) -> Vote.Authority? {
    let member: Int
    switch message {
    case .proposal(let proposal):
      member = leaders.leader(of: proposal.vote.statement.view, in: epoch)
    case .vote(_, let claimed): member = claimed
    case .certificate, .request: return nil
    }
    guard authority.set.members.indices.contains(member) else { return nil }
    return Vote.Authority(key: authority.set.members[member].key, network: authority.network)
  }

  /// Keeps a message if it is one of the epoch's first views and the first of its place.
  @discardableResult
  package mutating func keep(_ input: Input) -> Bool {
    guard let place = place(of: input), inputs[place] == nil else { return false }
    inputs[place] = input
    return true
  }

  /// The place in the set of the one who leads a view.
  package func leader(of view: View) -> Int { leaders.leader(of: view, in: authority.epoch) }

  /// Whether a vote is worth checking the signature of.
  package func wants(_ statement: Statement, by member: Int) -> Bool {
    isFree(statement, kind: statement.kind.rawValue, member: member)
  }

  /// Whether a proposal is worth checking the signature of.
  package func wantsProposal(with statement: Statement) -> Bool {
    isFree(statement, kind: 0, member: authority.set.members.count)
  }

  /// Whether a certificate is worth checking the signatures of.
  package func wants(_ statement: Statement) -> Bool {
    isFree(statement, kind: statement.kind.rawValue, member: authority.set.members.count + 1)
  }

  private func isFree(_ statement: Statement, kind: Int, member: Int) -> Bool {
    isEarly(statement, on: authority.network)
      && inputs[Place(view: statement.view.units, kind: kind, member: member)] == nil
  }

  /// Everything kept, to be fed to the engine once it has started.
  package var all: [Input] { inputs.map(\.value) }

  private func place(of input: Input) -> Place? {
    let members = authority.set.members
    switch input {
    case .proposal(let header, let vote):
      let statement = vote.message.statement
      guard isEarly(statement, on: vote.authority.network), statement.kind == .notarize,
        vote.authority.key == members[leaders.leader(of: statement.view, in: statement.epoch)].key,
        statement.candidate?.block == header.hash
      else { return nil }
      return Place(view: statement.view.units, kind: 0, member: members.count)
    case .vote(let vote):
      let statement = vote.message.statement
      guard isEarly(statement, on: vote.authority.network),
        let member = authority.set.index(of: vote.authority.key)
      else { return nil }
      return Place(view: statement.view.units, kind: statement.kind.rawValue, member: member)
    case .certificate(let certificate):
      let statement = certificate.message.statement
      guard isEarly(statement, on: certificate.authority.network),
        certificate.authority.set == authority.set
      else { return nil }
      return Place(
        view: statement.view.units, kind: statement.kind.rawValue, member: members.count + 1)
    case .connected, .request, .block, .range, .executed, .transactionsWait, .built, .notBuilt,
      .cast, .quarantined, .admitted, .wake:
      return nil
    }
  }

  private func isEarly(_ statement: Statement, on network: Network) -> Bool {
    statement.epoch == authority.epoch && network == authority.network
      && statement.view > .zero && statement.view <= Self.lastView
  }
}
