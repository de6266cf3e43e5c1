import Chain
import Cryptography
import Dispatch
import Foundation
import Replica
import Storage
import Synchronization

/// Writes the state behind closing blocks to files, on a thread of its own.
final class SnapshotWriter: Sendable {
  private enum Job: Sendable {
    /// The semaphore is signalled once blocks may be committed again.
    case export(Header, DispatchSemaphore)
    case look
  }

  /// A snapshot all of whose chunks are written.
  private struct Unnamed {
    let closing: Header
    let folder: SnapshotFolder
    let chunkCount: Int
    let begun: ContinuousClock.Instant
  }

  private let database: Database
  private let shelf: SnapshotShelf
  private let network: Network
  private let everyEpochs: UInt64
  private let log: Logbook
  private let isEnding = Atomic(false)
  private let isLooking = Atomic(false)
  private let unnamed = Mutex<Unnamed?>(nil)
  private let lane = Mutex<Lane<Job>?>(nil)

  init(
    _ database: Database, to shelf: SnapshotShelf, network: Network, everyEpochs: UInt64,
    log: Logbook
  ) {
    self.database = database
    self.shelf = shelf
    self.network = network
    self.everyEpochs = everyEpochs
    self.log = log
    guard everyEpochs > 0 else { return }
    keepBlocks()
    let lane = Lane<Job>("snapshots") { [unowned self] jobs in
      for job in jobs { perform(job) }
    }
    self.lane.withLock { $0 = lane }
  }

  /// Takes note of a commit; returns once another one may follow.
  func note(_ last: Header, isClosing: Bool) {
    guard let lane = lane.withLock({ $0 }) else { return }
    if isClosing, last.epoch.units.isMultiple(of: everyEpochs) {
      let opened = DispatchSemaphore(value: 0)
      lane.add(.export(last, opened))
      opened.wait()
    } else if isLooking.load(ordering: .relaxed) {
      lane.add(.look)
    }
  }

  func stop() {
    isEnding.store(true, ordering: .relaxed)
    lane.withLock { $0 }?.stop(leavingRest: false)
  }

  /// Keeps the blocks behind every snapshot that is here, with which whoever begins from one goes
  /// on; where there is none, those above a height.
  private func keepBlocks(elseAbove height: Height? = nil) {
    database.keepBlocks(above: shelf.oldestHeight ?? height)
  }

  /// Tells of a snapshot that came to nothing; the blocks that it would have let go are not kept
  /// for ever.
  private func fail(_ message: String, _ closing: Header, _ error: any Error) {
    database.keepBlocks(above: nil)
    log.warn(.storage, message, ["height": closing.height, "reason": "\(error)"])
  }

  private func perform(_ job: Job) {
    switch job {
    case .export(let closing, let opened): export(closing, opened)
    case .look: complete()
    }
  }

  private func export(_ closing: Header, _ opened: DispatchSemaphore) {
    var isOpen = false
    do {
      let begun = ContinuousClock.now
      var export = try SnapshotExport(of: database, to: shelf.place(of: closing))
      keepBlocks(elseAbove: closing.height)
      opened.signal()
      isOpen = true
      while try export.writeNext() {
        guard !isEnding.load(ordering: .relaxed) else { return }
      }
      let written = Unnamed(
        closing: closing, folder: export.folder, chunkCount: export.chunkCount, begun: begun)
      unnamed.withLock { $0 = written }
      isLooking.store(true, ordering: .relaxed)
      complete()
    } catch {
      if !isOpen { opened.signal() }
      fail("a snapshot could not be written", closing, error)
    }
  }

  /// Completes a snapshot as soon as a header that is final names the root of its state.
  private func complete() {
    guard let written = unnamed.withLock({ $0 }) else { return }
    do throws(StorageError) {
      let manifest = try StoredChain(snapshot: database.snapshot()).manifest(
        behind: written.closing, chunkCount: UInt32(written.chunkCount), on: network)
      guard let manifest else { return }
      try written.folder.write(manifest)
      shelf.add(written.folder, of: manifest)
      keepBlocks()
      log.info(
        .storage, "a snapshot is written",
        [
          "height": written.closing.height, "chunks": written.chunkCount,
          "after": "\(ContinuousClock.now - written.begun)",
        ])
    } catch {
      fail("a snapshot could not be completed", written.closing, error)
    }
    unnamed.withLock { $0 = nil }
    isLooking.store(false, ordering: .relaxed)
  }
}
