import Chain
import Storage
import Synchronization

/// Puts executed blocks into the database, on a thread of its own: all that wait at once.
final class BlockCommitter: Sendable {
  /// An executed block, and how far the signing journal is synced.
  private struct Job: Sendable {
    let block: ExecutedBlock
    let journal: JournalMark?
  }

  private let lane: Lane<Job>

  init(database: Database, snapshots: SnapshotWriter, prover: StateProver, inbox: Inbox) {
    lane = Lane("commit") { jobs in
      var queue = jobs.map(\.block)
      let journal = jobs.last?.journal
      do throws(StorageError) {
        while let group = CommitGroup(takingFrom: &queue, journal: journal) {
          let progress = try database.commit(group)
          let oldest = try database.snapshot().oldestHeight()
          let commit = Self.commit(group, progress, oldest: oldest)
          inbox.put(.committed(commit))
          snapshots.note(commit.last, isClosing: commit.isClosing)
          if commit.root != nil { try prover.note(isClosing: commit.isClosing) }
        }
      } catch {
        inbox.put(.failed(.storage(error)))
      }
    }
  }

  private static func commit(
    _ group: CommitGroup, _ progress: Progress, oldest: Height
  ) -> Notice.Commit {
    guard let last = group.blocks.last else {
      preconditionFailure("a group has at least one block")
    }
    return Notice.Commit(
      last: last.block.header, isClosing: last.isClosing, oldest: oldest,
      root: last.isNameable ? progress.stateRoot : nil, journal: group.journal)
  }

  func add(_ block: ExecutedBlock, journal: JournalMark?) {
    lane.add(Job(block: block, journal: journal))
  }

  /// Commits what was handed over, and ends.
  func stop() { lane.stop(leavingRest: false) }
}
