import Chain
import Codec
import Cryptography
import Replica
import State
import Storage

/// Answers peers from the database and from the files of snapshots, on a thread of its own.
///
/// How much there is to answer is bounded by what the replica grants each peer.
final class PeerAnswers: Sendable {
  enum Question: Sendable {
    case block(Digest)
    case range(ClosedRange<Height>)
    case snapshot(SnapshotRequest)
    case epochEnds(from: Epoch)
    case proof(of: StateKey)
  }

  private let lane: Lane<(Question, Address)>

  init(
    database: Database, snapshots: SnapshotShelf, prover: StateProver, line: PeerLine, inbox: Inbox
  ) {
    lane = Lane("answers") { questions in
      for (question, peer) in questions {
        do throws(StorageError) {
          let answer = try Self.answer(to: question, from: database, snapshots, prover)
          let sizeBytes = answer.map { line.send($0, to: peer) } ?? 0
          // What a proof counts for was known beforehand.
          if case .proof = question { continue }
          inbox.put(.peer(.served(peer, sizeBytes: sizeBytes)))
        } catch {
          // Somebody else's database may have what this one has too many readers for.
          if case .tooManyReaders = error { continue }
          inbox.put(.failed(.storage(error)))
        }
      }
    }
  }

  private static func answer(
    to question: Question, from database: Database, _ snapshots: SnapshotShelf,
    _ prover: StateProver
  ) throws(StorageError) -> PeerMessage? {
    switch question {
    case .block(let hash):
      return try StoredChain(snapshot: try database.snapshot()).block(hash).map { .block($0) }
    case .range(let heights):
      return try StoredChain(snapshot: try database.snapshot()).range(of: heights)
        .map { .range($0) }
    case .snapshot(let request):
      let bytes: [UInt8]?
      switch request {
      case .manifest:
        let oldest = try database.snapshot().oldestHeight()
        bytes = snapshots.newest(followedFrom: oldest)?.canonicalBytes
      case .chunk(let closing, let number):
        bytes = snapshots.chunkBytes(number, of: closing)
      }
      return SnapshotPart(answering: request, found: bytes).map { .snapshot($0) }
    case .epochEnds(let epoch):
      let ends = try StoredChain(snapshot: try database.snapshot()).ends(from: epoch)
      return ends.isEmpty ? nil : .epochEnds(ends)
    case .proof(let key): return try prover.proof(of: key).map { .proof(of: key, $0) }
    }
  }

  func add(_ question: Question, from peer: Address) { lane.add((question, peer)) }

  func stop() { lane.stop(leavingRest: true) }
}
