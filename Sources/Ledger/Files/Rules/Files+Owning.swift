import Chain
import Codec
import Cryptography

extension Files.TransferFile {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let id = Digest(id)
    var record = try books.file(id, of: call.sender)
    guard to != call.sender else { throw Refusal("\(to) owns the file already") }
    record.nextOwner = to == .zero ? nil : to
    books[Tables.files[id]] = record
    books.emit(
      Files.FileOffered(id: self.id, owner: call.sender, nextOwner: to), by: Files.address)
    return NoResult()
  }
}

extension Files.AcceptFile {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let id = Digest(id)
    var record = try books.file(id)
    guard record.nextOwner == call.sender else {
      throw Refusal("the file \(id) was not offered to \(call.sender)")
    }
    let previous = record.owner
    books[Tables.filesByOwner[previous, record.ownerNumber]] = nil
    record.owner = call.sender
    record.ownerNumber = books.list(id, for: call.sender)
    record.nextOwner = nil
    books[Tables.files[id]] = record
    books.emit(
      Files.FileTransferred(id: self.id, from: previous, to: call.sender), by: Files.address)
    return NoResult()
  }
}

extension Files.RemoveFile {
  /// Returns the noz that are the owner's again.
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt128 {
    let id = Digest(id)
    let record = try books.file(id, of: call.sender)
    return books.remove(record, at: id, as: .removed, in: call.block.epoch).units
  }
}

extension Files.PruneFile {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let id = Digest(id)
    let record = try books.file(id)
    guard books.isPrunable(record, in: call.block.epoch) else {
      throw Refusal("the file \(id) is paid for, or can still be confirmed or renewed")
    }
    books.remove(record, at: id, as: .pruned, in: call.block.epoch)
    return NoResult()
  }
}
