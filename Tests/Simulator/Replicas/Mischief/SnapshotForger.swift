import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport

/// Gives those who are far behind a state that is not the chain's.
struct SnapshotForger {
  /// A state of its own, under headers that name it and that no quorum has signed.
  private struct Forgery {
    let manifest: SnapshotManifest
    let chunks: [[UInt8]]
  }

  private let key: ValidatorKey
  private let network: Network
  private let chunkSizeBytes: Int
  private var random: SplitMix64
  private var forgery: Forgery?
  /// To whom it has said that the forgery is the state.
  private var misled: Set<Int> = []
  /// How often it has lied.
  private(set) var count = 0

  init(key: ValidatorKey, network: Network, chunkSizeBytes: Int, seed: UInt64) {
    self.chunkSizeBytes = chunkSizeBytes
    self.key = key
    self.network = network
    random = SplitMix64(seed: seed)
  }

  mutating func part(
    insteadOf part: SnapshotPart, to receiver: Int, from store: any FinalStore
  ) -> SnapshotPart {
    switch part.request {
    case .manifest:
      misled.remove(receiver)
      guard let real = try? SnapshotManifest(canonicalBytes: part.bytes.span) else { return part }
      if forgery?.manifest.closing != real.closing { forgery = forge(real, from: store) }
      guard let forgery, !random.happens(oneIn: 3) else { return part }
      misled.insert(receiver)
      count += 1
      return SnapshotPart(answering: .manifest, bytes: forgery.manifest.canonicalBytes)
    case .chunk(let closing, let number):
      guard let forgery, forgery.manifest.closing.hash == closing,
        forgery.chunks.indices.contains(Int(number))
      else { return part }
      // Whoever was told of the real state gets a chunk of the other one, now and then.
      guard misled.contains(receiver) || random.happens(oneIn: 2) else { return part }
      count += 1
      return SnapshotPart(answering: part.request, bytes: forgery.chunks[Int(number)])
    }
  }

  /// Says that it alone serves the epoch that follows.
  mutating func ends(insteadOf ends: [EpochEnd]) -> [EpochEnd] {
    guard random.happens(oneIn: 3), let last = ends.last,
      let mine = try? ValidatorSet([
        Validator(account: key.account, key: key.publicKey, power: Power(1))
      ])
    else { return ends }
    count += 1
    let other = EpochEnd(closing: last.closing, certificate: last.certificate, nextSet: mine)
    return ends.dropLast() + [other]
  }

  private func forge(_ real: SnapshotManifest, from store: any FinalStore) -> Forgery? {
    var entries = ChangeSet()
    for number in 0..<real.chunkCount {
      let request = SnapshotRequest.chunk(of: real.closing.hash, number: number)
      guard let bytes = store.part(for: request, on: network),
        let chunk = try? SnapshotChunk(canonicalBytes: bytes.span)
          .verified(under: real.stateRoot)
      else { return nil }
      chunk.forEachEntry { key, value in
        entries.put([UInt8](copying: value), for: StateKey(copying: key))
      }
    }
    var state = InMemoryState()
    state.apply(entries)
    var books = Books(over: state)
    books[Tables.baseFee] = Wei(gwei: 7)
    state.apply(books.changes)
    var reader = state
    var cutter = ChunkCutter(state.tree, sizeBytes: chunkSizeBytes)
    var chunks: [[UInt8]] = []
    while let chunk = cutter.next(reading: &reader) { chunks.append(chunk.canonicalBytes) }
    return manifest(of: state, insteadOf: real, chunkCount: chunks.count).map {
      Forgery(manifest: $0, chunks: chunks)
    }
  }

  private func manifest(
    of state: InMemoryState, insteadOf real: SnapshotManifest, chunkCount: Int
  ) -> SnapshotManifest? {
    var header = real.successors[0]
    header.executedStateRoot = state.root
    let statement = Statement(
      epoch: header.epoch, view: header.view,
      content: .finalize(
        Statement.Candidate(parentView: header.parentView, block: header.hash)))
    var signatures = SortedMap<Int, Signature>()
    for (member, vote) in real.successorCertificate.votes { signatures[member] = vote.signature }
    let certificate = Certificate(
      statement: statement, setCount: signatures.map(\.key).max().map { $0 + 1 } ?? 1,
      signatures: signatures)
    return try? SnapshotManifest(
      network: network, closing: real.closing, closingCertificate: real.closingCertificate,
      successors: [header], successorCertificate: certificate, chunkCount: UInt32(chunkCount))
  }
}
