import Cryptography
import Dispatch
import State
import Storage
import Synchronization

/// Reads and verifies the chunks of a snapshot on all cores, a few ahead of whoever takes them.
final class VerifiedChunks: Sendable {
  private typealias Outcome = Result<VerifiedChunk, any Error>

  private static let aheadMax = 6

  private let snapshot: SnapshotFolder
  private let root: Digest
  private let count: Int
  private let done = Mutex<[Int: Outcome]>([:])
  private let arrivals: [DispatchSemaphore]

  init(of snapshot: SnapshotFolder, count: Int, root: Digest) {
    self.snapshot = snapshot
    self.root = root
    self.count = count
    arrivals = (0..<count).map { _ in DispatchSemaphore(value: 0) }
    for number in 0..<min(Self.aheadMax, count) { start(number) }
  }

  private func start(_ number: Int) {
    DispatchQueue.global().async { [self] in
      let outcome = Outcome { try snapshot.chunk(number).verified(under: root) }
      done.withLock { $0[number] = outcome }
      arrivals[number].signal()
    }
  }

  /// Waits for a chunk; each is taken once, in their order.
  func take(_ number: Int) throws -> VerifiedChunk {
    arrivals[number].wait()
    if number + Self.aheadMax < count { start(number + Self.aheadMax) }
    guard let outcome = done.withLock({ $0.removeValue(forKey: number) }) else {
      preconditionFailure("a chunk is taken once")
    }
    return try outcome.get()
  }
}
