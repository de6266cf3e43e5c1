import Chain
import Replica
import State
import Storage
import Synchronization

/// Proves what is in the state, to those who follow the chain by its headers alone.
///
/// A header names a state some blocks behind it, and only when it is final is a proof of use. So
/// the database is held as it was after a block whose state will be named; not for long, since its
/// space cannot be used again meanwhile, and only while somebody asks.
final class StateProver: Sendable {
  private struct Held {
    let snapshot: Snapshot
    let height: Height
    let since: ContinuousClock.Instant
    var namedSince: ContinuousClock.Instant?
  }

  private struct Contents {
    var held: Held?
    var askedAt: ContinuousClock.Instant?
  }

  /// For so long after the last question, the next one is prepared for.
  private static let interest = Duration.seconds(60)
  /// How long a state is held at most, and how long once a final header names it.
  private static let holdingTime = Duration.seconds(60)
  private static let namedTime = Duration.seconds(10)

  private let database: Database
  private let contents = Mutex(Contents())

  init(_ database: Database) {
    self.database = database
  }

  /// A block was committed whose state a header may name, and no later one is.
  ///
  /// Behind the end of an epoch, headers of the old one are of no use to who has followed to the
  /// new one.
  func note(isClosing: Bool) throws(StorageError) {
    let now = ContinuousClock.now
    try contents.withLock { contents throws(StorageError) in
      guard let asked = contents.askedAt, now - asked < Self.interest else {
        return contents.held = nil
      }
      if let held = contents.held, !isClosing {
        let isOld =
          now - held.since > Self.holdingTime
          || held.namedSince.map { now - $0 > Self.namedTime } ?? false
        guard isOld else { return }
      }
      let snapshot = try database.provingSnapshot()
      guard let height = snapshot.progress?.height else { return }
      contents.held = Held(snapshot: snapshot, height: height, since: now)
    }
  }

  /// What a key has in the state that is held; nothing while no final header names that.
  func proof(of key: StateKey) throws(StorageError) -> ProvenEntry? {
    let now = ContinuousClock.now
    return try contents.withLock { contents throws(StorageError) in
      contents.askedAt = now
      guard var held = contents.held, let certified = try certifiedHeader(naming: held.height)
      else { return nil }
      if held.namedSince == nil { held.namedSince = now }
      contents.held = held
      return ProvenEntry(certified: certified, proof: try held.snapshot.proof(of: key))
    }
  }

  /// A header with a certificate of its own that names the state after a height.
  private func certifiedHeader(naming named: Height) throws(StorageError) -> CertifiedHeader? {
    let snapshot = try database.snapshot()
    var height = named.next
    while let header = try snapshot.header(at: height), header.executedHeight <= named {
      if header.executedHeight == named, let certificate = try snapshot.certificate(at: height) {
        return CertifiedHeader(certificate: certificate, header: header)
      }
      height = height.next
    }
    return nil
  }
}
