import Codec
import Cryptography
import State
import TestSupport

/// A small state whose every entry is known, with proofs and chunks of it.
///
/// The tree is made anew where it is wanted: the sanitizer does not know Swift's references to its
/// nodes, and would take what a global holds for lost.
struct ProvenState {
  static let sample = ProvenState(count: 50)
  /// One with so many buckets that the database keeps several subtrees of it.
  static let large = ProvenState(count: 700)

  let root: Digest
  /// All entries in the order of their keys.
  let entries: [StateEntry]
  /// The keys of all entries, and some that have none.
  let keys: [StateKey]

  private init(count: Int) {
    var random = SplitMix64(seed: 1)
    let tables = [Table(1, keySizeBytes: 20), Table(2, keySizeBytes: 8)]
    keys = (0..<count + 10).map { number in
      let table = tables[number % 2]
      return table.key(random.bytes(count: table.keySizeBytes).span)
    }
    entries = keys.prefix(count).sorted().map { key in
      StateEntry(
        key: key, value: random.bytes(count: random.happens(oneIn: 4) ? 33...40 : 1...8))
    }
    root = Self.state(of: entries).root
  }

  var state: InMemoryState { Self.state(of: entries) }

  private static func state(of entries: [StateEntry]) -> InMemoryState {
    var changes = ChangeSet()
    for entry in entries { changes.put(entry.value, for: entry.key) }
    var state = InMemoryState()
    state.apply(changes)
    return state
  }

  func value(for key: StateKey) -> [UInt8]? { entries.first { $0.key == key }?.value }

  func proof(of key: StateKey) -> StateProof {
    var reader = state
    return reader.tree.proof(of: key, reading: &reader)
  }

  /// The whole state as one chunk.
  var chunk: SnapshotChunk? {
    var reader = state
    var cutter = ChunkCutter(reader.tree)
    return cutter.next(reading: &reader)
  }

  /// The bucket of a key as a chunk: what stands beside the way to it is before or behind.
  func chunk(around key: StateKey) -> SnapshotChunk {
    var reader = state
    let tree = reader.tree
    let proof = tree.proof(of: key, reading: &reader)
    var bytes: [UInt8] = []
    for entry in entries where tree.proof(of: entry.key, reading: &reader).bucket == proof.bucket {
      bytes += [UInt8(entry.key.count)] + entry.key.bytes
      bytes += [UInt8(entry.value.count), 0, 0, 0] + entry.value
    }
    return SnapshotChunk(
      before: proof.steps.filter { key.bit(Int($0.bit)) },
      behind: proof.steps.filter { !key.bit(Int($0.bit)) }, entries: bytes)
  }
}
