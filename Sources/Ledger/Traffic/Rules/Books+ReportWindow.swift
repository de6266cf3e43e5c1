import Chain

extension Books {
  /// What the close of an epoch settled, as long as that is kept.
  func epochRecord(_ epoch: Epoch) -> EpochRecord? { self[Tables.epochRecords[epoch.units]] }

  /// Whether no page about an epoch's traffic is accepted any more.
  ///
  /// What held when the epoch closed holds for ever, so no vote opens a window again.
  func isReportWindowOver(of epoch: Epoch, at now: Epoch) -> Bool {
    guard epoch < now else { return false }
    // A record outlasts its epoch's window by far.
    guard let record = epochRecord(epoch) else { return true }
    return now > record.window(of: epoch).upperBound
  }

  /// Whether no page about an epoch, or about any before it, is accepted any more.
  func areReportWindowsOver(upTo epoch: Epoch, at now: Epoch) -> Bool {
    guard epoch < now else { return false }
    guard let record = epochRecord(epoch) else { return true }
    return now > record.lastReportEpoch
  }
}
