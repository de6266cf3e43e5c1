import Chain
import Codec
import Cryptography
import State
import Storage
import TestSupport

/// What proves parts of the state, and what a database keeps beside it.
extension Harness {
  static let state: [Harness] = [
    stateProof, snapshotChunk, subtrees, blockOutcome,
    canonical("progress", Progress.self) { Progress.arbitrary(from: &$0) },
    canonical("journal-mark", JournalMark.self) { JournalMark.arbitrary(from: &$0) },
    canonical("coverage", Coverage.self) { Coverage.arbitrary(from: &$0) },
    canonical("nameable-roots", NameableRoots.self) { NameableRoots.arbitrary(from: &$0) },
  ]

  /// A byte that chooses a key, then a proof, held against a state and against its own root.
  private static let stateProof = Harness("state-proof") {
    let sample = ProvenState.sample
    return sample.keys.indices.map { index in
      [UInt8(index)] + sample.proof(of: sample.keys[index]).canonicalBytes
    }
  } run: { input in
    let sample = ProvenState.sample
    guard let first = input.first else { return }
    let key = sample.keys[Int(first) % sample.keys.count]
    let form = Array(input.dropFirst())
    guard let proof = try? StateProof(canonicalBytes: form.span) else { return }
    precondition(proof.canonicalBytes == form, "one proof has one form")
    if case .success(let value) = Result(catching: {
      try proof.value(of: key, under: sample.root)
    }) {
      precondition(value == sample.value(for: key), "what is proven is true")
    }
    // Anybody can make up a state; looking into its buckets must do no harm.
    var root = proof.bucket.isEmpty ? StateHash.empty : StateHash.bucket(proof.bucket.span)
    for step in proof.steps.reversed() {
      root =
        key.bit(Int(step.bit))
        ? StateHash.branch(bit: step.bit, left: step.sibling, right: root)
        : StateHash.branch(bit: step.bit, left: root, right: step.sibling)
    }
    if let value = try? proof.value(of: key, under: root) {
      precondition(value.count <= StateLimits.valueSizeBytesMax, "no value is beyond its limit")
    }
  }

  /// A chunk that verifies has consecutive entries of the state, and knows whether others are
  /// before or behind.
  private static let snapshotChunk = Harness("snapshot-chunk") {
    let sample = ProvenState.sample
    let parts = Set(sample.entries.map { sample.chunk(around: $0.key).canonicalBytes })
    let all = [sample.chunk?.canonicalBytes].compactMap(\.self)
    return all + parts.sorted { $0.lexicographicallyPrecedes($1) }
  } run: { input in
    let sample = ProvenState.sample
    guard let chunk = try? SnapshotChunk(canonicalBytes: input.span) else { return }
    precondition(chunk.canonicalBytes == input, "one chunk has one form")
    let root = sample.root
    guard let verified = try? chunk.verified(under: root) else { return }
    var found: [StateEntry] = []
    verified.forEachEntry { key, value in
      found.append(StateEntry(key: StateKey(copying: key), value: [UInt8](copying: value)))
    }
    let start = sample.entries.firstIndex { $0 == found.first } ?? sample.entries.count
    precondition(
      found == Array(sample.entries[start...].prefix(verified.entryCount)), "what is proven is true"
    )
    precondition(verified.isFirst == (start == 0), "entries before the chunk are not hidden")
    let isLast = start + found.count == sample.entries.count
    precondition(verified.isLast == isLast, "entries behind the chunk are not hidden")
    var assembly = SnapshotAssembly(root: root)
    let isWhole = (try? assembly.add(verified)) != nil && (try? assembly.finish()) != nil
    precondition(isWhole == (verified.isFirst && verified.isLast), "a snapshot has all chunks")
  }

  /// Records of the top of the tree, each a length of the key, the key, and 34 bytes.
  private static let subtrees = Harness("subtrees") {
    let kept = ProvenState.large.state.tree.subtreeChanges(since: StateTree()).written
    return [kept, Array(kept.prefix(2)), kept.reversed()].map { subtrees in
      subtrees.flatMap { [UInt8($0.key.count)] + $0.key + $0.bytes }
    }
  } run: { input in
    var subtrees: [SubtreeDigest] = []
    var rest = input[...]
    while let count = rest.popFirst() {
      let key = Array(rest.prefix(Int(count)))
      rest = rest.dropFirst(Int(count))
      subtrees.append(SubtreeDigest(key: key, bytes: Array(rest.prefix(34))))
      rest = rest.dropFirst(34)
    }
    guard let tree = try? StateTree(subtrees: subtrees) else { return }
    // What can be read can be kept again, and is the same then.
    let kept = tree.subtreeChanges(since: StateTree()).written
    precondition((try? StateTree(subtrees: kept))?.root == tree.root, "a top leads to one root")
  }

  /// An outcome, which may belong to another block than the one it is kept beside.
  private static let blockOutcome = Harness("block-outcome") {
    var random = SplitMix64(seed: 1)
    return (0..<8).map { _ in BlockOutcome.arbitrary(from: &random).canonicalBytes }
  } run: { input in
    guard let outcome = try? BlockOutcome(canonicalBytes: input.span) else { return }
    precondition(outcome.canonicalBytes == input, "one outcome has one form")
    guard let body = try? Body((0..<4).map { [UInt8($0)] }) else { return }
    var random = SplitMix64(seed: 1)
    let block = StoredBlock(
      header: .arbitrary(from: &random), body: body, outcome: outcome)
    precondition(block.transactions.count <= 4, "only transactions of the body are left")
    precondition(outcome.systemReceipt == nil || !outcome.receipts.isEmpty, "it is the last one")
  }
}
