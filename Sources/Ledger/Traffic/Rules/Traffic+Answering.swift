import Chain
import Codec
import Cryptography

extension Traffic.EpochOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Traffic.EpochAnswer {
    Traffic.EpochAnswer(try books.requiredRecord(epoch))
  }
}

extension Traffic.NodeEpochOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Traffic.ClaimAnswer {
    let share = try books.share(of: node, in: epoch)
    return Traffic.ClaimAnswer(share)
  }
}

extension Traffic.FileEpochOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Traffic.ClaimAnswer {
    guard let claim = books[Tables.fileClaims[epoch, Digest(id)]] else {
      throw Refusal("epoch \(epoch) has counted nothing of file \(id), or its record is gone")
    }
    let record = try books.requiredRecord(epoch)
    return Traffic.ClaimAnswer(
      EpochShare(
        epoch: Epoch(epoch), record: record, claim: claim, weight: claim.contentNoz.units,
        totalWeight: record.terms.contentNoz.units, reward: record.contentReward(claim)))
  }
}

extension Traffic.TallyNow {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Traffic.TallyAnswer {
    let terms = books.settlementTerms(storageNoz: .zero)
    let settlement = try Refusal.unless(Settlement(terms))
    return Traffic.TallyAnswer(
      epoch: call.block.epoch.units, noz: terms.voucherNoz.units,
      contentNoz: terms.contentNoz.units, traffic: UInt256(settlement.traffic.total.units),
      mining: UInt256(settlement.mining.total.units))
  }
}

extension Traffic.StorageNow {
  func answer(_ call: Call, from books: Books) -> Traffic.StorageAnswer {
    let index = books[Tables.storageIndex] ?? StorageIndex()
    return Traffic.StorageAnswer(
      index: index.value, deposits: UInt256(index.deposits.units),
      unclaimed: UInt256(index.unclaimed.units))
  }
}

extension Traffic.WindowOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Traffic.WindowAnswer {
    let now = call.block.epoch
    guard epoch <= Epoch.largest.units else { throw Refusal("no epoch has the number \(epoch)") }
    let epoch = Epoch(self.epoch)
    let last =
      books.epochRecord(epoch)?.window(of: epoch).upperBound.units
      ?? epoch.units + books[placed: Tables.parameters].reportEpochs
    return Traffic.WindowAnswer(
      isOpen: epoch < now && !books.isReportWindowOver(of: epoch, at: now),
      firstEpoch: epoch.next.units, lastEpoch: last)
  }
}

extension Traffic.PageOf {
  func answer(_ call: Call, from books: Books) -> Traffic.PageAnswer {
    let mark = books[Tables.pageMarks[epoch, page]]
    return Traffic.PageAnswer(
      isCounted: mark != nil, countedIn: mark?.epoch.units ?? 0,
      vouchersHash: mark?.vouchersHash.bytes ?? .zero)
  }
}

extension Traffic.CountedOf {
  func answer(_ call: Call, from books: Books) -> UInt128 {
    let voucher = Traffic.Voucher(
      payer: payer, consumer: consumer, node: node, file: file, noz: 0, r: .zero, vs: .zero)
    return books[Tables.counters[epoch, voucher.counterKey]]?.units ?? 0
  }
}

extension Traffic.NodeRewardsOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Traffic.RewardsAnswer {
    let record = try books.node(node)
    var books = books
    let count = min(maxEpochs, Traffic.withdrawalEpochsMax)
    let withdrawal = books.withdraw(
      node, from: .nodes, lookingAt: count, at: call.block.epoch
    ) { record.isResource ? $0.nodeReward($1) : $0.seatReward }
    let storage = books.storageEarnings(
      of: node, with: record.isResource ? record.effectiveDeposit : .zero,
      by: books[Tables.storageIndex] ?? StorageIndex())
    return Traffic.RewardsAnswer(withdrawal, storage: storage.amount)
  }
}

extension Traffic.ContentRewardsOf {
  func answer(_ call: Call, from books: Books) -> Traffic.RewardsAnswer {
    var books = books
    let withdrawal = books.withdraw(
      Digest(id), from: .files, lookingAt: min(maxEpochs, Traffic.withdrawalEpochsMax),
      at: call.block.epoch
    ) { $0.contentReward($1) }
    return Traffic.RewardsAnswer(withdrawal, storage: .zero)
  }
}

extension Traffic.UnclaimedNodeEpochs {
  func answer(_ call: Call, from books: Books) -> Traffic.EpochPage {
    books.unclaimedEpochs(of: node, in: .nodes, from: cursor, limit: limit)
  }
}

extension Traffic.UnclaimedFileEpochs {
  func answer(_ call: Call, from books: Books) -> Traffic.EpochPage {
    books.unclaimedEpochs(of: Digest(id), in: .files, from: cursor, limit: limit)
  }
}

extension Traffic.VoucherDigest {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> FixedBytes<32> {
    guard epoch <= Epoch.largest.units else { throw Refusal("no epoch has the number \(epoch)") }
    let voucher = Traffic.Voucher(
      payer: payer, consumer: consumer, node: node, file: file, noz: noz, r: .zero, vs: .zero)
    let domain = TypedDomain(of: Traffic.address, on: call.block.network)
    return voucher.digest(in: Epoch(epoch), on: domain).bytes
  }
}

extension Traffic.ReportDigest {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> FixedBytes<32> {
    guard epoch <= Epoch.largest.units else { throw Refusal("no epoch has the number \(epoch)") }
    let statement = ReportPage(
      epoch: Epoch(epoch), page: page, vouchersHash: vouchers.typedHash)
    return statement.statement(in: call.block).digest.bytes
  }
}

extension Books {
  fileprivate func unclaimedEpochs<Subject>(
    of subject: Subject, in list: ClaimList<Subject>, from cursor: UInt256, limit: UInt16
  ) -> Traffic.EpochPage {
    let first = self[list.ends[subject]]?.first
    var next = cursor == .zero ? first : Epoch(UInt64(clamping: cursor.low))
    var epochs: [UInt64] = []
    for _ in 0..<min(limit, 1_000) {
      // A claim that was paid meanwhile is in no list; who pages begins again.
      guard let epoch = next, let claim = self[list.claims[epoch.units, subject]], !claim.isPaid
      else { break }
      epochs.append(epoch.units)
      next = claim.next
    }
    return Traffic.EpochPage(epochs: epochs, next: UInt256(next?.units ?? 0))
  }
}
