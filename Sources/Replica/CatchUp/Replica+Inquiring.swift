import Chain
import Codec
import Consensus
import Cryptography

/// Finding out how far the chain has come, for a validator that may have forgotten votes.
///
/// Peers say what quorums have said last, and what they have heard of this validator since. Enough
/// of them tell when the quarantine may end; and when the operator lets the validator vote before,
/// all who are there are heard first.
///
/// Protocol: Safety gate.
extension Replica {
  /// Begins to ask; it goes on each time the node says how far it is, until a quorum has answered.
  mutating func inquire(at now: Moment) {
    inquiry = LossInquiry(epoch: engine.plan.epoch, set: engine.plan.set, by: identity.key)
    ask(at: now)
  }

  /// Begins to wait for what peers have, if the loss is accepted in the epoch under way.
  mutating func prepareAcceptance(at now: Moment) {
    acceptance = nil
    guard !isTrusted, acceptedLoss == engine.plan.epoch, place != nil else { return }
    var acceptance = LossAcceptance(
      of: engine.plan.epoch, settings.acceptance, at: now.milliseconds)
    for (peer, _) in peers { acceptance.connect(peer, at: now.milliseconds) }
    self.acceptance = acceptance
    ask(at: now)
  }

  /// Votes from here on, if the epoch is still the one that was accepted.
  mutating func admit(in epoch: Epoch, at now: Moment) {
    guard epoch == engine.plan.epoch, let place else { return }
    isTrusted = true
    tell(.admitted(as: place), at: now)
  }

  /// The place that this node's key has in the set of the epoch.
  private var place: Int? { identity.key.flatMap { engine.plan.set.index(of: $0) } }

  var isAsking: Bool { inquiry != nil || acceptance != nil }

  mutating func ask(at now: Moment) {
    guard isAsking else { return }
    if let inquiry, inquiry.epoch < engine.plan.epoch {
      self.inquiry = LossInquiry(
        epoch: engine.plan.epoch, set: engine.plan.set, by: identity.key)
    }
    broadcast(.highestWanted)
    conclude(at: now)
  }

  mutating func hear(_ testimony: Testimony, from peer: Address, at now: Moment) {
    guard acceptance != nil || inquiry != nil && peers[peer]?.key != nil else { return }
    var authorities: [Certificate.Authority] = []
    var certificates: [CertifiedHeader] = []
    for entry in testimony.certificates {
      let epoch = entry.certificate.statement.epoch
      // What is over says nothing new; what is beyond the next epoch has to be caught up with.
      guard epoch >= engine.plan.epoch else { continue }
      guard let set = set(of: epoch) else { return }
      authorities.append(
        Certificate.Authority(epoch: epoch, set: set, network: identity.network))
      certificates.append(entry)
    }
    let known = Testimony(certificates: certificates, votes: testimony.votes)
    let voter = identity.key.map { Vote.Authority(key: $0, network: identity.network) }
    _ = check(.highest(known, authorities, seeking: voter, from: peer), at: now)
  }

  /// Takes what a peer has: the gate hears own votes in it, and the engine goes on behind it.
  mutating func take(
    _ findings: [LossInquiry.Finding], recognizing votes: [Verified<Vote>], from peer: Address,
    at now: Moment
  ) {
    for vote in votes { effects.append(.recognize(vote)) }
    for finding in findings {
      if finding.certificate.authority.epoch == engine.plan.epoch {
        tell(.certificate(finding.certificate), at: now)
      } else {
        early.keep(.certificate(finding.certificate))
      }
    }
    for vote in votes { tell(.vote(vote), at: now) }
    // Where the next epoch has begun, this one is over.
    if findings.contains(where: { $0.certificate.authority.epoch > engine.plan.epoch }) {
      acceptance = nil
    }
    acceptance?.add(findings, from: peer)
    if let key = peers[peer]?.key { inquiry?.add(findings, from: key) }
    conclude(at: now)
  }

  private mutating func conclude(at now: Moment) {
    if let result = inquiry?.result(clock: now.time) {
      inquiry = nil
      effects.append(.quarantine(since: result))
    }
    guard engine.stage == .running, let outcome = acceptance?.outcome(at: now.milliseconds) else {
      return
    }
    acceptance = nil
    effects.append(.accept(outcome))
  }
}
