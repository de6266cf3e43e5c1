import Chain
import Consensus
import Cryptography

/// Finding out how far the chain has come, when this node may have forgotten votes.
extension RunningNode {
  private static let inquiryIntervalMilliseconds: UInt64 = 500

  /// Waits for what others have before it votes, if its operator accepts the loss in this epoch.
  func prepareAcceptance() {
    acceptance = nil
    guard world.machines[index].acceptedEpoch == plan.epoch, role == .observer else { return }
    var patience = LossAcceptance.Patience()
    patience.connectMilliseconds = 1_000
    patience.answerMilliseconds = 1_500
    patience.wholeMilliseconds = 4_000
    var acceptance = LossAcceptance(of: plan.epoch, patience, at: now.milliseconds)
    for node in world.machines.indices where node != index {
      acceptance.connect(world.machines[node].key.account, at: now.milliseconds)
    }
    self.acceptance = acceptance
  }

  func inquire() {
    guard gate.standing == .inquiring || acceptance != nil, !isDead else { return }
    if gate.standing == .inquiring, (inquiry?.epoch ?? Epoch(0)) < plan.epoch {
      inquiry = LossInquiry(epoch: plan.epoch, set: plan.set, by: key.publicKey)
    }
    for node in world.machines.indices where node != index {
      world.send(.inquire, from: index, to: node)
    }
    world.schedule(.inquire(index, life), after: Self.inquiryIntervalMilliseconds)
    conclude()
  }

  func answerInquiry(of node: Int) {
    let findings = [VoteKind.notarize, .finalize].compactMap {
      kind -> (certificate: Certificate, header: Header)? in
      guard let certificate = highest[kind], let block = certificate.statement.candidate?.block,
        let header = blocks[block]?.header
      else { return nil }
      return (certificate, header)
    }
    let place = plan.set.index(of: world.machines[node].key.account)
    let votes = place.flatMap { engine?.votes(of: $0) } ?? []
    world.send(.findings(findings, votes: votes), from: index, to: node)
  }

  func take(
    _ findings: [(certificate: Certificate, header: Header)], _ votes: [Vote], from node: Int
  ) {
    guard inquiry != nil || acceptance != nil else { return }
    var checked: [LossInquiry.Finding] = []
    for finding in findings {
      let epoch = finding.certificate.statement.epoch
      // The sets of this epoch and the next are known; beyond, the node has to catch up first.
      guard epoch.units <= plan.epoch.units + 1 else { return }
      let authority = Certificate.Authority(
        epoch: epoch, set: world.rules.set(of: epoch), network: plan.network)
      guard let certificate = verified(finding.certificate, under: authority) else { return }
      checked.append(LossInquiry.Finding(certificate: certificate, header: finding.header))
    }
    for finding in checked where finding.certificate.authority.epoch == plan.epoch {
      take(finding.certificate)
    }
    for vote in votes {
      guard !isDead, let place = plan.set.index(of: key.account) else { break }
      let message = Message.vote(vote, by: place)
      receive(.consensus(vote.statement.epoch, message, body: nil), from: node)
    }
    guard !isDead else { return }
    if checked.contains(where: { $0.certificate.authority.epoch > plan.epoch }) {
      acceptance = nil
    }
    acceptance?.add(checked, from: world.machines[node].key.account)
    inquiry?.add(checked, from: world.machines[node].key.publicKey)
    conclude()
  }

  private func conclude() {
    if let since = inquiry?.result(clock: now.time) {
      inquiry = nil
      if let record = gate.quarantine(since: since) {
        world.note(index, "quarantined since \(since)")
        wait(Turn(records: [record]))
      }
    }
    guard engine?.stage == .running, let outcome = acceptance?.outcome(at: now.milliseconds) else {
      return
    }
    acceptance = nil
    world.note(index, "votes at its operator's risk; \(outcome.answered.count) have answered")
    wait(Turn(records: [gate.accept(plan.epoch)], steps: [.admit]))
  }
}
