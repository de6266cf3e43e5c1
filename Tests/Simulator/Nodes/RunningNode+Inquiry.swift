import Chain
import Consensus
import Cryptography

/// Finding out how far the chain has come, when this node may have forgotten votes.
extension RunningNode {
  private static let inquiryIntervalMilliseconds: UInt64 = 500

  func inquire() {
    guard gate.standing == .inquiring, !isDead else { return }
    if inquiry == nil || (inquiry?.epoch ?? plan.epoch) < plan.epoch {
      inquiry = LossInquiry(epoch: plan.epoch, set: plan.set)
    }
    for node in world.machines.indices where node != index {
      world.send(.inquire, from: index, to: node)
    }
    world.schedule(.inquire(index, life), after: Self.inquiryIntervalMilliseconds)
  }

  func answerInquiry(of node: Int) {
    let findings = [VoteKind.notarize, .finalize].compactMap {
      kind -> (certificate: Certificate, header: Header)? in
      guard let certificate = highest[kind], let block = certificate.statement.candidate?.block,
        let header = blocks[block]?.header
      else { return nil }
      return (certificate, header)
    }
    world.send(.findings(findings), from: index, to: node)
  }

  func take(_ findings: [(certificate: Certificate, header: Header)], from node: Int) {
    guard inquiry != nil else { return }
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
    inquiry?.add(checked, from: world.machines[node].key.publicKey)
    guard let since = inquiry?.result(clock: now.time),
      let record = gate.quarantine(since: since)
    else { return }
    inquiry = nil
    world.note(index, "quarantined since \(since)")
    wait(Turn(records: [record]))
  }
}
