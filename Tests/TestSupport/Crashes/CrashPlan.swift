package import Chain
import Cryptography
package import Storage

/// What a writer is doing when it is killed.
package enum CrashPlan: String, CaseIterable, Sendable {
  /// Makes databases and commits their first blocks.
  case creating
  /// Commits, and keeps everything.
  case archiving
  /// Commits to a map that is too small from the beginning, and has to move it again and again.
  case growing
  /// Commits, and prunes blocks and history beside.
  case pruning
  /// Switches indexes off and on, and builds them while it commits.
  case indexing
  /// Commits while snapshots of the last commits are held.
  case reading

  package var settings: StorageSettings {
    switch self {
    case .creating, .archiving, .growing, .reading, .indexing: .archive
    case .pruning:
      StorageSettings(historyBlocks: 9, keptBlocks: 17, indexes: Set(BlockIndex.allCases))
    }
  }

  package var options: Environment.Options {
    var options = Environment.Options()
    if self == .growing { options.mapBytes = 64 << 10 }
    return options
  }

  package static let accountCount = 200

  /// How many entries of the state a block changes; groups of many are computed on threads.
  package static let changesPerBlock = 1...50

  /// What a group says of the signing journal: the height that the group goes on from.
  package static func mark(after progress: Progress?) -> JournalMark {
    JournalMark(identity: .zero, sequence: progress?.height.next.units ?? 0)
  }

  /// The blocks of a writer, behind those that a database has.
  package static func blocks(seed: UInt64, after progress: Progress?) -> SampleBlocks {
    SampleBlocks(seed: seed, accountCount: accountCount, after: progress)
  }
}
