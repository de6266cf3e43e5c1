import Chain
import Codec
import Cryptography

extension Nodes.SubmitReportEvidence {
  /// Every page counts by itself, so this limit is not the one of penalties for lost traffic.
  private static var basisPoints: UInt128 { 500 }

  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let (node, page) = try guilty(in: call.block)
    guard try books.metaNode(node).standing != .gone else {
      throw Refusal("the deposit of the meta node \(node) was paid out")
    }
    let mark = Tables.contradictedPages[node, page.epoch.units, UInt64(page.page)]
    guard books[mark] == nil else {
      throw Refusal("\(node) was punished for page \(page.page) of epoch \(page.epoch) already")
    }
    books[mark] = Count(call.block.epoch.units)
    if try books.node(node).standing == .active {
      try books.unseat(node, in: call.block.epoch)
    }
    var record = try books.node(node)
    record.counter += 1
    let amount = Wei(record.deposit.units * Self.basisPoints / 10_000)
    books.emit(
      Nodes.Contradicted(
        node: node, epoch: page.epoch.units, page: page.page, counter: record.counter),
      by: Nodes.address)
    try books.takeDeposit(
      amount, of: node, &record, to: ModuleAccount.communityPool.address)
    books[Tables.nodes[node]] = record
    return NoResult()
  }

  /// Which node signed both, and which page.
  private func guilty(in block: BlockContext) throws(Refusal) -> (Address, ReportPage) {
    let (first, second) = try (Self.read(first), Self.read(second))
    guard first.page.epoch == second.page.epoch, first.page.page == second.page.page,
      first.page.vouchersHash != second.page.vouchersHash
    else { throw Refusal("evidence is two different reports of one page of one epoch") }
    let signers = try (
      Self.signer(of: first, in: block), Self.signer(of: second, in: block)
    )
    guard signers.0 == signers.1 else {
      throw Refusal("the reports were signed by \(signers.0) and \(signers.1), not by one")
    }
    return (signers.0, first.page)
  }

  private static func read(_ bytes: ABIBytes) throws(Refusal) -> SignedReportPage {
    do throws(ByteError) {
      return try SignedReportPage(canonicalBytes: bytes.bytes.span)
    } catch {
      throw Refusal("evidence is two signed pages of 108 bytes: \(error)")
    }
  }

  private static func signer(
    of signed: SignedReportPage, in block: BlockContext
  ) throws(Refusal) -> Address {
    do throws(SignatureError) {
      return Address(
        of: try PublicKey(
          recoveredFrom: signed.signature, for: signed.page.statement(in: block).digest))
    } catch {
      throw Refusal("a report is not signed: \(error)")
    }
  }
}
