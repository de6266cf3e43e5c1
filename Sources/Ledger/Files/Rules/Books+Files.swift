import Chain
import Codec
import Cryptography

extension Files {
  /// Why a file is gone.
  enum Cause: UInt8 {
    case removed = 1
    case lapsed = 2
    case pruned = 3
  }

  static let replicasDefault: UInt8 = 5
  static let replicasMax: UInt8 = 16

  /// The id of the file that an account records after so many others.
  static func id(recorder: Address, fileHash: Digest, number: UInt64) -> Digest {
    var writer = ByteWriter(reserving: 60)
    writer.write(recorder)
    writer.write(fileHash)
    writer.write(number)
    return Keccak256.hash(writer.bytes.span)
  }

  /// What stands for a file's hash in keys: everybody can choose hashes, and nobody this.
  static func key(of fileHash: Digest) -> Digest {
    Keccak256.hash(fileHash.bytes.storage.span)
  }
}

extension Books {
  func file(_ id: Digest) throws(Refusal) -> FileRecord {
    guard let record = self[Tables.files[id]] else { throw Refusal("there is no file \(id)") }
    return record
  }

  /// A file that its owner calls about.
  func file(_ id: Digest, of owner: Address) throws(Refusal) -> FileRecord {
    let record = try file(id)
    guard record.owner == owner else {
      throw Refusal("the file \(id) belongs to \(record.owner), and not to \(owner)")
    }
    return record
  }

  /// Who is paid for the content of a file: its owner, or after it is gone the last one.
  func contentOwner(of id: Digest) throws(Refusal) -> Address {
    guard let owner = self[Tables.files[id]]?.owner ?? self[Tables.lastOwners[id]] else {
      throw Refusal("there is no file \(id), and none that is gone has earned anything")
    }
    return owner
  }

  /// What storing so many bytes takes in an epoch: ⌈rate · size · replicas⌉.
  func due(forStoring sizeBytes: UInt64, replicas: UInt8) throws(Refusal) -> Noz {
    let parameters = self[placed: Tables.parameters]
    return Noz(
      try Refusal.unless(
        multiplyDivide(
          UInt128(parameters.storageRateNumerator), by: UInt128(sizeBytes) * UInt128(replicas),
          over: UInt128(parameters.storageRateDenominator), rounding: .up)))
  }

  /// What a file of an owner that is to be listed has as its number among that owner's.
  mutating func list(_ id: Digest, for owner: Address) -> UInt64 {
    var counts = self[Tables.fileCounts[owner]] ?? FileCounts()
    let number = counts.owned
    self[Tables.filesByOwner[owner, number]] = id
    counts.owned += 1
    self[Tables.fileCounts[owner]] = counts
    return number
  }

  /// Removes a file and returns to its owner what is not yet due.
  ///
  /// Its id, its lost slices and what its content has earned outlast it.
  @discardableResult
  mutating func remove(
    _ record: FileRecord, at id: Digest, as cause: Files.Cause, in epoch: Epoch
  ) -> Noz {
    let undue = record.undue(in: epoch)
    switch record.standing {
    case .recorded(let recorded):
      self[Tables.unconfirmedFiles[recorded.units, id]] = nil
    case .confirmed(_, let lastDue):
      if lastDue > epoch { cancelDue(record.due, after: epoch, until: lastDue) }
      if self[Tables.fileClaimEnds[id]] != nil { self[Tables.lastOwners[id]] = record.owner }
    }
    creditOzone(undue, to: record.owner)
    self[Tables.files[id]] = nil
    self[Tables.filesByHash[Files.key(of: record.fileHash), record.number]] = nil
    self[Tables.filesByOwner[record.owner, record.ownerNumber]] = nil
    emit(
      Files.FileGone(
        id: id.bytes, owner: record.owner, cause: cause.rawValue, returnedNoz: undue.units),
      by: Files.address)
    return undue
  }
}
