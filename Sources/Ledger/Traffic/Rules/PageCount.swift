import Chain
import Codec
import Cryptography

/// The counting of one page: vouchers one after the other, and their sum at the end.
struct PageCount {
  /// When the traffic was.
  private let epoch: Epoch
  private let block: BlockContext
  private let domain: TypedDomain
  /// Which nodes were active then: a page names few of them often.
  private var activity: [Address: Bool] = [:]
  /// What the page adds to the claims of nodes and files: it names few of them often.
  private var ofNodes = ClaimParts<Address>()
  private var ofFiles = ClaimParts<Digest>()
  private(set) var added = Tally()
  private(set) var countedCount: UInt32 = 0

  init(of epoch: Epoch, in block: BlockContext) {
    self.epoch = epoch
    self.block = block
    domain = TypedDomain(of: Traffic.address, on: block.network)
  }

  /// Counts what a voucher adds, as far as its payer covers it, or reports why it adds nothing.
  mutating func count(_ voucher: Traffic.Voucher, in books: inout Books) {
    do throws(Refusal) {
      try add(voucher, in: &books)
      countedCount += 1
    } catch {
      books.emit(
        Traffic.VoucherSkipped(
          epoch: epoch.units, payer: voucher.payer, consumer: voucher.consumer,
          node: voucher.node, file: voucher.file, signed: voucher.noz, reason: error.reason),
        by: Traffic.address)
    }
  }

  /// Nothing is changed before the last check has passed.
  private mutating func add(_ voucher: Traffic.Voucher, in books: inout Books) throws(Refusal) {
    guard wasActive(voucher.node, in: books) else {
      throw Refusal("the node was not active in epoch \(epoch)")
    }
    let counter = Tables.counters[epoch.units, voucher.counterKey]
    let counted = books[counter] ?? .zero
    guard voucher.noz > counted.units else {
      throw Refusal("\(counted) noz were counted before, and the voucher is no more than that")
    }
    guard voucher.isSigned(in: epoch, on: domain) else {
      throw Refusal("the consumer has not signed it for this epoch on this network")
    }
    let file = Digest(voucher.file)
    let record = voucher.file == .zero ? nil : books[Tables.files[file]]
    let noz = try books.draw(
      upTo: Noz(voucher.noz - counted.units),
      for: Draw(
        payer: voucher.payer, consumer: voucher.consumer, file: file, fileOwner: record?.owner,
        epoch: epoch))
    // All noz together are at most `Economy.nozMax`.
    books[counter] = Noz(counted.units + noz.units)
    let isContent = record?.isLive(in: block.epoch) ?? false
    let part = Tally(noz: noz, contentNoz: isContent ? noz : .zero)
    ofNodes.add(part, of: voucher.node)
    if isContent { ofFiles.add(part, of: file) }
    added = added.adding(part)
    books.emit(
      Traffic.VoucherCounted(
        epoch: epoch.units, payer: voucher.payer, consumer: voucher.consumer, node: voucher.node,
        file: voucher.file, signed: voucher.noz, noz: noz.units, isContent: isContent),
      by: Traffic.address)
  }

  private mutating func wasActive(_ node: Address, in books: Books) -> Bool {
    if let known = activity[node] { return known }
    let record = books[Tables.nodes[node]]
    let isActive = record.map { $0.isResource && $0.activity.includes(epoch) } ?? false
    activity[node] = isActive
    return isActive
  }

  /// Adds the page to what the current epoch has counted.
  func finish(in books: inout Books) {
    guard added.noz > .zero else { return }
    for (node, part) in ofNodes.parts {
      books.count(part, of: node, in: ClaimList.nodes, at: block.epoch)
    }
    for (file, part) in ofFiles.parts {
      books.count(part, of: file, in: ClaimList.files, at: block.epoch)
    }
    books[Tables.tally] = (books[Tables.tally] ?? Tally()).adding(added)
  }
}

extension Tally {
  /// All noz together are at most `Economy.nozMax`, so no sum leaves its range.
  func adding(_ other: Tally) -> Tally {
    Tally(
      noz: Noz(noz.units + other.noz.units),
      contentNoz: Noz(contentNoz.units + other.contentNoz.units))
  }
}
