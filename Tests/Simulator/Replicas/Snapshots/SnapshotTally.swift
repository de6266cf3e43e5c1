/// What came of attempts to begin again from a snapshot.
package struct SnapshotTally: Sendable {
  package internal(set) var begun = 0
  /// How many chunks were imported, whatever became of them.
  package internal(set) var chunks = 0
  /// Attempts that were given up, by the replica and for the disk.
  package internal(set) var abandoned = 0
  package internal(set) var failed = 0
  package internal(set) var crashed = 0
  package internal(set) var finished = 0
  /// Parts and ends of epochs that were made up.
  package internal(set) var forged = 0

  package init() {}

  package mutating func add(_ other: SnapshotTally) {
    begun += other.begun
    chunks += other.chunks
    abandoned += other.abandoned
    failed += other.failed
    crashed += other.crashed
    finished += other.finished
    forged += other.forged
  }

  /// What never happened of all that may.
  package var missing: [String] {
    let counts = [
      ("chunk", chunks), ("abandoned import", abandoned), ("failed import", failed),
      ("crash in an import", crashed), ("finished import", finished), ("forgery", forged),
    ]
    return counts.filter { $0.1 == 0 }.map(\.0)
  }
}
