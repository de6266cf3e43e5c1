import Chain
import Codec
import Consensus
import Cryptography

/// What came of signatures that were checked.
extension Replica {
  mutating func take(_ outcome: CheckOutcome, of check: SignatureCheck, at now: Moment) {
    switch (check, outcome) {
    case (.vote(_, _, let offered, let peer), .vote(let vote)):
      take(vote, about: offered, from: peer, at: now)
    case (.certificate, .certificate(let certificate)): tell(.certificate(certificate), at: now)
    case (.range(let range, _, let peer), .certificate(let certificate)):
      take(range, under: certificate, from: peer, at: now)
    case (.transactions(_, let peer), .transactions(let transactions)):
      for transaction in transactions { admit(transaction, from: peer, at: now) }
    case (.body(let header, let hash, _, _), .body(let transactions)):
      openBodies[hash] = nil
      take(header, hash, transactions, at: now)
    case (.body(let header, let hash, _, _), .invalidBody):
      openBodies[hash] = nil
      tell(.block(header, .invalid), at: now)
    case (.body(_, let hash, _, let peer), .failed(let reason)):
      openBodies[hash] = nil
      abandonRange(holding: hash)
      leave(peer, because: reason)
    case (.range(_, _, let peer), .failed(let reason)):
      catchUp.isChecking = false
      leave(peer, because: reason)
    case (_, .failed(let reason)): leave(check.peer, because: reason)
    case (.vote, _), (.certificate, _), (.range, _), (.transactions, _), (.body, _):
      preconditionFailure("a check comes back with an outcome of its kind")
    }
  }

  private mutating func take(
    _ vote: Verified<Vote>, about offered: Offered?, from peer: Address,
    at now: Moment
  ) {
    guard vote.message.statement.epoch == engine.plan.epoch else {
      guard let member = nextSet.index(of: vote.authority.key) else { return }
      return early.add(vote, by: member, about: offered?.header)
    }
    guard let offered else { return tell(.vote(vote), at: now) }
    tell(.proposal(offered.header, vote), at: now)
    open(offered, from: peer, at: now)
  }
}
