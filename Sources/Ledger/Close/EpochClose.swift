import Chain

/// What happens when the closing block of an epoch executes, after its transactions.
///
/// Its cost does not depend on how many accounts, delegators, nodes and files there are.
enum EpochClose {
  /// Protocol: The close of an epoch.
  ///
  /// What traffic pays the chain is in the fee pool when that is shared.
  static func perform(_ block: BlockContext, _ books: inout Books) {
    guard block.isClosing else { return }
    do throws(Refusal) {
      try books.settleTraffic(in: block)
      let record = books.slotRecord(at: block)
      try books.shareFees(record, in: block.epoch)
      try books.jailAbsent(record, in: block.epoch)
    } catch {
      preconditionFailure("every module account holds what it owes: \(error)")
    }
    books[Tables.missedSlots] = nil
    books.applyPassedParameters()
    books.chooseSet(at: block.epoch)
  }
}
