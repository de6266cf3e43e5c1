import Chain
import Codec
import Cryptography

/// What more epochs of a file's storage come to.
///
/// They cost what storage costs now, and are spread with what is already paid and not yet due over
/// all epochs to come, so that a file has one price however often that of storage has changed.
struct Renewal {
  /// What is bought.
  let noz: Noz
  /// What is due in each epoch from the next one on.
  let due: Noz
  let lastDue: Epoch
  /// What cannot be spread, which is the owner's.
  let rest: Noz
}

extension Books {
  func renewal(
    of record: FileRecord, for epochs: UInt32, in epoch: Epoch
  ) throws(Refusal) -> Renewal {
    guard case .confirmed(_, let lastDue) = record.standing else {
      throw Refusal("the file is not confirmed: until then, its paid time does not run")
    }
    guard !isPrunable(record, in: epoch) else {
      throw Refusal("the file expired in epoch \(lastDue), too long ago to be renewed")
    }
    let more = UInt64(try Files.checked(epochs))
    let span = more + (lastDue.distance(from: epoch) ?? 0)
    guard span <= UInt64(UInt32.max) else {
      throw Refusal("storage is paid for at most \(UInt32.max) epochs ahead")
    }
    let price = try due(forStoring: record.sizeBytes, replicas: record.replicas)
    // A due is below 2⁸⁸, and epochs are below 2³².
    let noz = Noz(price.units * UInt128(more))
    let paid = try Refusal.unless(record.undue(in: epoch).adding(noz)).units
    let (due, rest) = paid.quotientAndRemainder(dividingBy: UInt128(span))
    return Renewal(
      noz: noz, due: Noz(due), lastDue: Epoch(epoch.units + span), rest: Noz(rest))
  }

  /// Whether a file expired too long ago to be renewed.
  func isPrunable(_ record: FileRecord, in epoch: Epoch) -> Bool {
    switch record.standing {
    case .recorded: false
    case .confirmed(_, let lastDue):
      lastDue.units + self[placed: Tables.parameters].graceEpochs < epoch.units
    }
  }
}

extension Files.RenewFile {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let id = Digest(id)
    let epoch = call.block.epoch
    var record = try books.file(id)
    let renewal = try books.renewal(of: record, for: epochs, in: epoch)
    guard case .confirmed(let placementRoot, let lastDue) = record.standing else {
      preconditionFailure("only what is confirmed is renewed")
    }
    let amount = try books.buy(renewal.noz, forAtMost: call.value, from: call.sender)
    if lastDue > epoch { books.cancelDue(record.due, after: epoch, until: lastDue) }
    books.addDue(renewal.due, after: epoch, until: renewal.lastDue)
    record.due = renewal.due
    record.standing = .confirmed(placementRoot: placementRoot, lastDue: renewal.lastDue)
    books[Tables.files[id]] = record
    books.creditOzone(renewal.rest, to: record.owner)
    books.emit(
      Files.FileRenewed(
        id: self.id, payer: call.sender, lastDueEpoch: renewal.lastDue.units,
        dueNoz: renewal.due.units, noz: renewal.noz.units, amount: UInt256(amount.units),
        returnedNoz: renewal.rest.units),
      by: Files.address)
    return NoResult()
  }
}
