import Chain

/// Something the protocol does by itself at the end of a block, after all transactions.
///
/// What it does must succeed: there is nobody to refuse it to.
package struct Duty: Sendable {
  package let perform: @Sendable (BlockContext, inout Books) -> Void

  package init(_ perform: @escaping @Sendable (BlockContext, inout Books) -> Void) {
    self.perform = perform
  }

  /// In the order in which they are done.
  package static let all: [Duty] = [
    Duty { block, books in books.noteProposal(in: block) },
    Duty { block, books in books.payMaturedUnbondings(in: block) },
    Duty { block, books in books.payRemovedDeposits(in: block) },
    Duty { block, books in books.lapseFiles(in: block) },
    Duty { block, books in books.expireTraffic(in: block) },
    Duty { block, books in EpochClose.perform(block, &books) },
  ]
}
