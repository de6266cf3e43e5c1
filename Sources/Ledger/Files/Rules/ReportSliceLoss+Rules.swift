import Chain
import Codec
import Cryptography

extension Files.ReportSliceLoss {
  /// Returns what the node that lost the slice has paid.
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt256 {
    let file = Digest(id)
    var record = try books.file(file)
    let recipient = try check(record, in: call.block.epoch, books)
    let mark = Tables.lostSlices[file, slice, lost]
    guard books[mark] == nil else {
      throw Refusal("\(lost) has paid for slice \(slice) of this file before")
    }
    let statement = QuorumStatement(
      """
      ReportSliceLoss(bytes32 id,uint32 slice,bytes32 sliceHash,address lost,\
      address replacement,uint64 counter)
      """, for: Files.address, on: call.block
    ) {
      $0.write(file)
      $0.write(UInt256(slice))
      $0.write(Digest(sliceHash))
      $0.write(address: lost.bytes)
      $0.write(address: replacement.bytes)
      $0.write(UInt256(record.counter))
    }
    try books.checkQuorum(metaSignatures, for: statement)
    // A noz is a byte: the penalty is what moving the slice would settle for.
    let amount = try books.penalise(
      lost, for: Noz(UInt128(record.sizeBytes(ofSlice: slice))), to: recipient, in: call.block)
    record.counter += 1
    books[Tables.files[file]] = record
    books[mark] = call.block.epoch
    books.emit(
      Files.SliceLost(
        id: id, lost: lost, replacement: replacement, slice: slice, sliceHash: sliceHash,
        amount: UInt256(amount.units), counter: record.counter),
      by: Files.address)
    return UInt256(amount.units)
  }

  /// Checks everything but the signatures, and returns who is paid.
  private func check(
    _ record: FileRecord, in epoch: Epoch, _ books: Books
  ) throws(Refusal) -> Address {
    guard record.isLive(in: epoch) else {
      throw Refusal("the file is not stored now, so nobody can lose it")
    }
    guard lost != replacement else { throw Refusal("a node cannot replace itself") }
    _ = try books.resourceNode(lost)
    let heir = try books.resourceNode(replacement)
    guard heir.standing == .active else {
      throw Refusal("the node \(replacement) is not active, so it stores nothing")
    }
    guard record.holds(slice, sliceHash, by: proof) else {
      throw Refusal("the proof does not lead from slice \(slice) to the root of the file's slices")
    }
    return heir.beneficiary
  }
}
