import Chain
import Codec
import Consensus
import Cryptography

/// Finding out how far the chain has come, for a validator that may have forgotten votes.
///
/// Protocol: Safety gate.
extension Replica {
  /// Begins to ask; it goes on each time the node says how far it is, until a quorum has answered.
  mutating func inquire(at now: Moment) {
    inquiry = LossInquiry(epoch: engine.plan.epoch, set: engine.plan.set)
    ask(at: now)
  }

  mutating func ask(at now: Moment) {
    guard let inquiry else { return }
    if inquiry.epoch < engine.plan.epoch {
      self.inquiry = LossInquiry(epoch: engine.plan.epoch, set: engine.plan.set)
    }
    broadcast(.highestWanted)
    conclude(at: now)
  }

  mutating func hear(_ highest: [CertifiedHeader], from peer: Address, at now: Moment) {
    guard inquiry != nil, peers[peer]?.key != nil else { return }
    var authorities: [Certificate.Authority] = []
    var known: [CertifiedHeader] = []
    for entry in highest {
      let epoch = entry.certificate.statement.epoch
      // What is over says nothing new; what is beyond the next epoch has to be caught up with.
      guard epoch >= engine.plan.epoch else { continue }
      guard let set = set(of: epoch) else { return }
      authorities.append(
        Certificate.Authority(epoch: epoch, set: set, network: identity.network))
      known.append(entry)
    }
    guard !known.isEmpty else { return take([], from: peer, at: now) }
    _ = check(.highest(known, authorities, from: peer), at: now)
  }

  mutating func take(
    _ findings: [LossInquiry.Finding], from peer: Address, at now: Moment
  ) {
    guard let key = peers[peer]?.key else { return }
    inquiry?.add(findings, from: key)
    conclude(at: now)
  }

  private mutating func conclude(at now: Moment) {
    guard let result = inquiry?.result(clock: now.time) else { return }
    inquiry = nil
    effects.append(.quarantine(since: result))
  }
}
