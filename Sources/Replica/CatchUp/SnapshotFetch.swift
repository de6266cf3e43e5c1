import Chain
import Cryptography
import State

/// How a node that is far behind gets a state to begin again from.
///
/// A snapshot counts by certificates alone. Who vouches for it is known only once the ends of all
/// epochs before it were followed; what its root is, once a quorum vouches for it; and every chunk
/// is proven under that root before the next is asked for.
struct SnapshotFetch: Sendable {
  enum Stage: Sendable {
    /// A peer was asked what its newest snapshot is of.
    case seeking
    /// Its closing block is looked for.
    case following(SnapshotManifest, EpochWalk)
    /// Its chunks are put together.
    case loading(SnapshotManifest, SnapshotAssembly, number: UInt32)
  }

  var stage = Stage.seeking
  /// Who was asked, and until when an answer is waited for.
  var peer: Address
  var deadline: UInt64
  /// Who was asked for a snapshot before, in vain.
  var asked: [Address] = []
  /// Whether something of it is already imported.
  var isImporting = false
  /// Whether what came is being checked.
  var isChecking = false
  /// How often others were asked since the last chunk, or since the beginning.
  var failures = 0

  /// What its peer was asked for.
  var request: SnapshotRequest? {
    switch stage {
    case .seeking: .manifest
    case .following: nil
    case .loading(let manifest, _, let number):
      .chunk(of: manifest.closing.hash, number: number)
    }
  }
}
