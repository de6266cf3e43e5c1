import Chain

extension Books {
  /// Whether no page about an epoch's traffic is accepted any more.
  func isReportWindowOver(of epoch: Epoch, at now: Epoch) -> Bool {
    epoch.units + self[placed: Tables.parameters].reportEpochs < now.units
  }
}
