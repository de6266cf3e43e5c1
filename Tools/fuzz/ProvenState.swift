import Codec
import Cryptography
import State
import TestSupport

/// A small state whose every entry is known, with proofs and chunks of it.
struct ProvenState {
  static let sample = ProvenState(count: 50)
  /// One with so many buckets that the database keeps several subtrees of it.
  static let large = ProvenState(count: 700)

  let state: InMemoryState
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
    var changes = ChangeSet()
    for key in keys.prefix(count) {
      changes.put(random.bytes(count: random.happens(oneIn: 4) ? 33...40 : 1...8), for: key)
    }
    var state = InMemoryState()
    state.apply(changes)
    self.state = state
    entries = changes.sorted.map(\.key).compactMap { key in
      state.value(for: key).map { StateEntry(key: key, value: $0) }
    }
  }

  func proof(of key: StateKey) -> StateProof {
    var reader = state
    return state.tree.proof(of: key, reading: &reader)
  }

  /// The whole state as one chunk.
  var chunk: SnapshotChunk? {
    var reader = state
    var cutter = ChunkCutter(state.tree)
    return cutter.next(reading: &reader)
  }

  /// The bucket of a key as a chunk: what stands beside the way to it is before or behind.
  func chunk(around key: StateKey) -> SnapshotChunk {
    let proof = proof(of: key)
    var bytes: [UInt8] = []
    for entry in entries where self.proof(of: entry.key).bucket == proof.bucket {
      bytes += [UInt8(entry.key.count)] + entry.key.bytes
      bytes += [UInt8(entry.value.count), 0, 0, 0] + entry.value
    }
    return SnapshotChunk(
      before: proof.steps.filter { key.bit(Int($0.bit)) },
      behind: proof.steps.filter { !key.bit(Int($0.bit)) }, entries: bytes)
  }
}
