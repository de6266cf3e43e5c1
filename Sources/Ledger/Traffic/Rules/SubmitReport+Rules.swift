import Chain
import Codec
import Cryptography

extension Traffic.SubmitReport {
  /// Counts the vouchers one after the other.
  ///
  /// One that does not count never keeps the others from counting.
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let block = call.block
    try checkWindow(at: block.epoch, in: books)
    guard (1...Traffic.vouchersPerPageMax).contains(vouchers.count) else {
      throw Refusal(
        "a page has 1 to \(Traffic.vouchersPerPageMax) vouchers, and not \(vouchers.count)")
    }
    let place = Tables.pageMarks[epoch, page]
    if let mark = books[place] {
      throw Refusal("page \(page) of epoch \(epoch) was counted in epoch \(mark.epoch)")
    }
    let hash = vouchers.typedHash
    let statement = ReportPage(epoch: Epoch(epoch), page: page, vouchersHash: hash)
    try books.checkQuorum(metaSignatures, for: statement.statement(in: block))
    books[place] = PageMark(epoch: block.epoch, vouchersHash: hash)
    var count = PageCount(of: Epoch(epoch), in: block)
    for voucher in vouchers { count.count(voucher, in: &books) }
    count.finish(in: &books)
    books.emit(
      Traffic.ReportSubmitted(
        epoch: epoch, page: page, countedIn: block.epoch.units, vouchersHash: hash.bytes,
        counted: count.countedCount, skipped: UInt32(vouchers.count) - count.countedCount,
        noz: count.added.noz.units),
      by: Traffic.address)
    return NoResult()
  }

  private func checkWindow(at now: Epoch, in books: Books) throws(Refusal) {
    guard epoch < now.units else {
      throw Refusal("epoch \(epoch) has not ended: its traffic is reported from the next one on")
    }
    guard !books.isReportWindowOver(of: Epoch(epoch), at: now) else {
      throw Refusal("the traffic of epoch \(epoch) could be reported until its window was over")
    }
  }
}
