import Chain

/// What happens when the closing block of an epoch executes, after its transactions.
///
/// Its cost does not depend on how many accounts and delegators there are.
enum EpochClose {
  /// Protocol: Closing an epoch, steps 4 and 5.
  static func perform(_ block: BlockContext, _ books: inout Books) {
    guard block.isClosing else { return }
    do throws(Refusal) {
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
