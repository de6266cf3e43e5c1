import Chain
import Codec
import Cryptography

extension Files.RecordFile {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> FixedBytes<32> {
    let kind = try checkedKind()
    let replicas = try Files.replicas(replicas)
    let epochs = try Files.checked(epochs)
    let due = try books.due(forStoring: sizeBytes, replicas: replicas)
    var counts = books[Tables.fileCounts[call.sender]] ?? FileCounts()
    let fileHash = Digest(fileHash)
    let id = Files.id(recorder: call.sender, fileHash: fileHash, number: counts.recorded)
    // Such a word is the scope of a prepay contract that names an owner.
    guard !(0..<12).allSatisfy({ id.bytes.storage[$0] == 0 }) else {
      throw Refusal("the id \(id) would begin like an owner's address: record another file first")
    }
    let amount = try books.buy(
      Noz(due.units * UInt128(epochs)), forAtMost: call.value, from: call.sender)
    counts.recorded += 1
    books[Tables.fileCounts[call.sender]] = counts
    let key = Files.key(of: fileHash)
    let number = books.count(of: Tables.filesByHashCounts[key])
    books[Tables.filesByHashCounts[key]] = Count(number + 1)
    books[Tables.filesByHash[key, number]] = id
    books[Tables.files[id]] = FileRecord(
      fileHash: fileHash, number: number, owner: call.sender,
      ownerNumber: books.list(id, for: call.sender), sizeBytes: sizeBytes,
      slicesRoot: Digest(slicesRoot), sliceCount: sliceCount, replicas: replicas, kind: kind,
      due: due, epochs: epochs, standing: .recorded(in: call.block.epoch))
    books[Tables.unconfirmedFiles[call.block.epoch.units, id]] = call.sender
    books.emit(
      Files.FileRecorded(
        id: id.bytes, owner: call.sender, fileHash: self.fileHash, sizeBytes: sizeBytes,
        slicesRoot: slicesRoot, sliceCount: sliceCount, replicas: replicas, kind: kind.rawValue,
        epochs: epochs, dueNoz: due.units, amount: UInt256(amount.units)),
      by: Files.address)
    return id.bytes
  }

  private func checkedKind() throws(Refusal) -> FileKind {
    guard let kind = FileKind(rawValue: kind) else {
      throw Refusal("a file is of kind 0, data, or 1, video, and not \(self.kind)")
    }
    guard sizeBytes > 0 else { throw Refusal("an empty file has nothing to store") }
    let count = kind.sliceCount(sizeBytes: sizeBytes)
    guard count == UInt64(sliceCount) else {
      throw Refusal(
        """
        \(sizeBytes) bytes in slices of \(kind.sliceSizeBytes) are \(count) slices, and not \
        \(sliceCount)
        """)
    }
    return kind
  }
}

extension Files {
  /// The number of replicas that a caller asked for, where 0 leaves it to the network.
  static func replicas(_ count: UInt8) throws(Refusal) -> UInt8 {
    guard count <= replicasMax else {
      throw Refusal("a file has 1 to \(replicasMax) replicas, and not \(count)")
    }
    return count == 0 ? replicasDefault : count
  }

  static func checked(_ epochs: UInt32) throws(Refusal) -> UInt32 {
    guard epochs > 0 else { throw Refusal("storage is paid for 1 epoch or more") }
    return epochs
  }
}

extension Files.ConfirmFile {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let id = Digest(id)
    let epoch = call.block.epoch
    var record = try books.file(id)
    guard case .recorded(let recorded) = record.standing else {
      throw Refusal("the file \(id) was confirmed before")
    }
    guard !Files.isLapsed(recordedIn: recorded, at: epoch) else {
      throw Refusal("the file \(id) was not confirmed in time: record it again")
    }
    let statement = QuorumStatement(
      """
      ConfirmFile(bytes32 id,bytes32 placementRoot,uint64 sizeBytes,bytes32 slicesRoot,\
      uint32 sliceCount,uint8 replicas,uint64 counter)
      """, for: Files.address, on: call.block
    ) {
      $0.write(id)
      $0.write(Digest(placementRoot))
      $0.write(UInt256(record.sizeBytes))
      $0.write(record.slicesRoot)
      $0.write(UInt256(record.sliceCount))
      $0.write(UInt256(record.replicas))
      $0.write(UInt256(record.counter))
    }
    try books.checkQuorum(metaSignatures, for: statement)
    let lastDue = Epoch(epoch.units + UInt64(record.epochs))
    record.counter += 1
    record.standing = .confirmed(placementRoot: Digest(placementRoot), lastDue: lastDue)
    books[Tables.files[id]] = record
    books[Tables.unconfirmedFiles[recorded.units, id]] = nil
    books.addDue(record.due, after: epoch, until: lastDue)
    books.emit(
      Files.FileConfirmed(
        id: self.id, placementRoot: placementRoot, lastDueEpoch: lastDue.units,
        counter: record.counter),
      by: Files.address)
    return NoResult()
  }
}
