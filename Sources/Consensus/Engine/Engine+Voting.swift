package import Chain
import Codec

/// Own votes: asked for, cast, sent.
extension Engine {
  /// Asks the gate for a vote; from here on it counts as voted.
  mutating func ask(for content: Statement.Content, in view: View) {
    guard voter != nil, view > floor.view else { return }
    let statement = Statement(epoch: plan.epoch, view: view, content: content)
    window[view].own.ask(for: statement)
    effects.append(.sign(statement))
  }

  /// Takes a vote of this node that is durable; only now anyone may see it, this engine included.
  mutating func take(cast vote: Vote, at now: Moment) {
    let statement = vote.statement
    guard let member = role.member, statement.epoch == plan.epoch,
      window.contains(statement.view), window[statement.view].own.add(vote)
    else { return }
    effects.append(.broadcast(message(for: vote, of: member)))
    if statement.kind == .nullify, statement.view == current {
      turn.retry = Backoff(at: now.milliseconds, settings)
    }
    collect(vote, by: member, at: now)
  }

  /// The form in which a vote goes out: with its header, if it is a leader's for what it proposes.
  func message(for vote: Vote, of member: Int) -> Message {
    guard vote.statement.kind == .notarize, plan.leader(of: vote.statement.view) == member,
      let candidate = vote.statement.candidate, let block = blocks[candidate.block]
    else { return .vote(vote, by: member) }
    return .proposal(Proposal(header: block.header, vote: vote))
  }

  /// Whether a vote is worth checking the signature of.
  package func wants(_ statement: Statement, by member: Int) -> Bool {
    guard statement.epoch == plan.epoch, plan.set.members.indices.contains(member) else {
      return false
    }
    switch stage {
    case .halted: return false
    case .closed: return true
    case .running:
      guard collects(statement.view) else { return false }
      let known = window[statement.view].vote(statement.kind, of: member)
      return known?.statement != statement
        || statement.kind == .nullify && statement.view < current
    }
  }

  /// Whether a certificate is worth checking the signatures of.
  package func wants(_ statement: Statement) -> Bool {
    guard statement.epoch == plan.epoch, stage == .running, statement.view > floor.view else {
      return false
    }
    return !window.contains(statement.view)
      || window[statement.view].certificate(statement.kind) == nil
  }
}
