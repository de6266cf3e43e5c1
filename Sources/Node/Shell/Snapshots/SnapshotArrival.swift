import Chain
import Foundation
import Replica
import State
import Storage

/// A database that is made of a snapshot, beside the one that is in use.
final class SnapshotArrival {
  private let home: Home
  private let database: Database
  private var importing: SnapshotImport?
  private var closing: Header?
  private var sets = ArrivingSets()

  init(in home: Home, beside database: Database) {
    self.home = home
    self.database = database
  }

  /// Begins anew, whatever an attempt before has left; what this node knows of the epochs before
  /// goes along.
  func begin(_ manifest: SnapshotManifest) throws(SnapshotImportError) {
    abandon()
    try storage { () throws(StorageError) in
      var importing = try SnapshotImport(to: home.arrivingPath, manifest: manifest)
      let known = StoredChain(snapshot: try database.snapshot())
      var epoch = Epoch(1)
      while epoch < manifest.closing.epoch, let end = try known.end(of: epoch) {
        try importing.add(end.closing, certificate: end.certificate, nextSet: end.nextSet)
        epoch = epoch.next
      }
      self.importing = consume importing
    }
    closing = manifest.closing
  }

  func add(_ ends: [EpochEnd]) throws(SnapshotImportError) {
    try storage { () throws(StorageError) in
      for end in ends {
        try importing?.add(end.closing, certificate: end.certificate, nextSet: end.nextSet)
      }
    }
  }

  func add(_ chunk: VerifiedChunk) throws(SnapshotImportError) {
    try importing?.add(chunk)
    sets.take(chunk)
  }

  /// Completes the database, which takes the other's place when the node begins again; false if
  /// there is none to complete.
  func finish(journal: JournalMark?) throws(SnapshotImportError) -> Bool {
    guard let arrived = importing.take(), let closing else { return false }
    try arrived.finish(validatorSets: sets.sets(behind: closing), journal: journal)
    return true
  }

  func abandon() {
    importing = nil
    closing = nil
    sets = ArrivingSets()
  }

  private func storage<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(SnapshotImportError) -> Result {
    do throws(StorageError) {
      return try body()
    } catch {
      throw .storage(error)
    }
  }

  /// Puts what has arrived in the place of the database, if anything has.
  static func takeOver(in home: Home) throws {
    let files = FileManager.default
    guard files.fileExists(atPath: home.arrivingPath) else { return }
    // What has arrived is whole once it has its name, so the order is safe at every point.
    if files.fileExists(atPath: home.databasePath) {
      try files.removeItem(atPath: home.databasePath)
    }
    try files.moveItem(atPath: home.arrivingPath, toPath: home.databasePath)
  }
}
