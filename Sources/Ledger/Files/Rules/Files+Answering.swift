import Chain
import Codec
import Cryptography

extension Books {
  fileprivate func answer(
    about record: FileRecord, at id: Digest, in epoch: Epoch
  ) -> Files.FileAnswer {
    var (recorded, lastDue, placementRoot) = (Epoch.zero, Epoch.zero, Digest.zero)
    let standing: UInt8
    switch record.standing {
    case .recorded(let epoch):
      recorded = epoch
      standing = 1
    case .confirmed(let root, let last):
      (placementRoot, lastDue) = (root, last)
      standing = record.isLive(in: epoch) ? 2 : isPrunable(record, in: epoch) ? 4 : 3
    }
    return Files.FileAnswer(
      id: id.bytes, fileHash: record.fileHash.bytes, owner: record.owner,
      nextOwner: record.nextOwner ?? .zero, sizeBytes: record.sizeBytes,
      slicesRoot: record.slicesRoot.bytes, sliceCount: record.sliceCount,
      replicas: record.replicas, kind: record.kind.rawValue, standing: standing,
      recordedEpoch: recorded.units, lastDueEpoch: lastDue.units,
      placementRoot: placementRoot.bytes, dueNoz: record.due.units,
      undueNoz: record.undue(in: epoch).units, counter: record.counter)
  }

  /// The files of a list that are still there.
  fileprivate func page(
    of numbers: Range<UInt64>, in epoch: Epoch, _ place: (UInt64) -> Place<Digest>
  ) -> Files.FilePage {
    var files: [Files.FileAnswer] = []
    for number in numbers {
      guard let id = self[place(number)], let record = self[Tables.files[id]] else { continue }
      files.append(answer(about: record, at: id, in: epoch))
    }
    return Files.FilePage(files: files, next: UInt256(numbers.upperBound))
  }
}

extension Files.FileOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Files.FileAnswer {
    let id = Digest(id)
    return books.answer(about: try books.file(id), at: id, in: call.block.epoch)
  }
}

extension Files.ListByHash {
  func answer(_ call: Call, from books: Books) -> Files.FilePage {
    let key = Files.key(of: Digest(fileHash))
    let numbers = Page.numbers(
      below: books.count(of: Tables.filesByHashCounts[key]), from: cursor, limit: limit)
    return books.page(of: numbers, in: call.block.epoch) { Tables.filesByHash[key, $0] }
  }
}

extension Files.ListByOwner {
  func answer(_ call: Call, from books: Books) -> Files.FilePage {
    let count = books[Tables.fileCounts[owner]]?.owned ?? 0
    let numbers = Page.numbers(below: count, from: cursor, limit: limit)
    return books.page(of: numbers, in: call.block.epoch) { Tables.filesByOwner[owner, $0] }
  }
}

extension Files.VerifySlice {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Bool {
    try books.file(Digest(id)).holds(slice, sliceHash, by: proof)
  }
}

extension Files.SliceLossOf {
  func answer(_ call: Call, from books: Books) -> UInt64 {
    books[Tables.lostSlices[Digest(id), slice, node]]?.units ?? 0
  }
}

extension Files.QuoteStorage {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Files.StorageQuote {
    let due = try books.due(
      forStoring: sizeBytes, replicas: try Files.replicas(replicas))
    let noz = Noz(due.units * UInt128(try Files.checked(epochs)))
    return Files.StorageQuote(
      dueNoz: due.units, noz: noz.units, amount: UInt256(try books.quotePayment(for: noz).units))
  }
}

extension Files.QuoteRenewal {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Files.StorageQuote {
    let renewal = try books.renewal(
      of: try books.file(Digest(id)), for: epochs, in: call.block.epoch)
    return Files.StorageQuote(
      dueNoz: renewal.due.units, noz: renewal.noz.units,
      amount: UInt256(try books.quotePayment(for: renewal.noz).units))
  }
}

extension Files.RecordCountOf {
  func answer(_ call: Call, from books: Books) -> UInt64 {
    books[Tables.fileCounts[recorder]]?.recorded ?? 0
  }
}

extension Files.StorageDueOf {
  func answer(_ call: Call, from books: Books) -> UInt128 {
    books.storageDue(in: call.block.epoch).units
  }
}
