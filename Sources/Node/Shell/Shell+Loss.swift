import Chain
import Consensus
import Cryptography
import Replica

/// A validator whose journal may not hold every vote of its key.
extension Shell {
  /// Asks how far the chain has come, if votes may have been forgotten and it is not known yet; in
  /// an epoch in which the validator votes all the same, it is asked only afterwards.
  func inquireIfNeeded() {
    guard let signer, signer.gate.standing == .inquiring, !signer.gate.isVoting else { return }
    learn(.quarantined)
  }

  /// Says that the loss of the journal concerns the epoch that begins as well, for its operator
  /// may have to accept it there again.
  func warnIfObserving(_ start: EpochStart) {
    guard let signer, signer.gate.standing != .trusted, !signer.gate.isVoting,
      start.set.index(of: signer.gate.publicKey) != nil
    else { return }
    log.warn(
      .consensus,
      """
      this validator observes, for it may have voted in this epoch before its journal was lost; \
      --accept-journal-loss lets it vote all the same
      """, ["epoch": start.epoch])
  }

  /// Lets the gate hear a vote of its key that came from elsewhere.
  func recognize(_ vote: Verified<Vote>) {
    guard let records = signer?.hear(vote), !records.isEmpty else { return }
    durable.records += records
    for record in records {
      switch record {
      case .standing:
        log.warn(.consensus, "this validator observes, for its journal lacks a vote of its key")
        steps.append(.learn(.quarantined))
      case .recalled(let vote): steps.append(.learn(.cast(vote)))
      case .opening, .binding, .vote, .certificate, .closed, .acceptance: break
      }
    }
    let statement = vote.message.statement
    log.info(
      .consensus, "a vote of this validator's key turned up that its journal lacks",
      [
        "epoch": statement.epoch, "view": statement.view, "kind": "\(statement.kind)",
        "block": statement.candidate.map { "\($0.block)" } ?? "none",
      ])
  }

  /// Votes in an epoch at the operator's risk, now that everybody at hand was heard.
  func accept(_ outcome: LossAcceptance.Outcome) {
    guard let signer else { return }
    durable.records.append(signer.accept(outcome.epoch))
    steps.append(.learn(.admitted(outcome.epoch)))
    let names = { (peers: [Address]) in
      peers.isEmpty ? "nobody" : peers.map { "\($0)" }.joined(separator: ",")
    }
    log.warn(
      .consensus, "this validator votes although its journal was lost, as its operator accepts",
      [
        "epoch": outcome.epoch, "answered": names(outcome.answered),
        "silent": names(outcome.silent),
        "shownHeight": outcome.newest.map { "\($0.height)" } ?? "none",
        "shownView": outcome.newest.map { "\($0.view)" } ?? "none",
      ])
  }
}
