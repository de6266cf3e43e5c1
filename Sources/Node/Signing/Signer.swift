import Chain
import Codec
import Consensus
import Cryptography
import Storage

/// The safety gate of a validator with its journal and segments on the disk.
///
/// What one call of `write` is given is synced together; before it returns, nobody may act on any
/// of it.
final class Signer {
  private(set) var gate: SafetyGate
  private var journal: Journal
  private var segments: SegmentLayout
  private let folder: JournalFolder
  /// Blocks above the last committed one whose bodies lie in a segment.
  private var stored: [Digest: Height]
  /// How far the journal is synced.
  private(set) var mark: JournalMark
  /// What the journal held when it was opened.
  let contents: JournalContents
  private var recalled: [Block]

  /// Opens a journal, which is tied to the network if it was not before.
  init(
    key: consuming PrivateKey, network: Network, folder: JournalFolder, contents: JournalContents,
    mark databaseMark: JournalMark?
  ) throws(ShellFailure) {
    var journal = Journal(resuming: contents)
    var blocks: [Block] = []
    let segments: SegmentLayout
    do throws(SystemError) {
      try folder.cut(contents.cuts)
      if contents.network == nil { try folder.write(journal.bind(to: network)) }
      try folder.synchronize()
      segments = SegmentLayout(
        identity: contents.identity, reading: try folder.readSegments(), blocks: &blocks)
    } catch {
      throw .journal(path: folder.path, error)
    }
    let gate: SafetyGate
    do throws(JournalFault) {
      gate = try SafetyGate(key: key, network: network, contents: contents, mark: databaseMark)
    } catch {
      throw .mistakenJournal(error)
    }
    self.journal = journal
    self.segments = segments
    self.folder = folder
    self.contents = contents
    recalled = blocks
    stored = Dictionary(
      blocks.map { ($0.header.hash, $0.header.height) }, uniquingKeysWith: { first, _ in first })
    mark = journal.mark
    self.gate = gate
  }

  /// The blocks that the segments held when they were opened; asked for once.
  func takeRecalled() -> [Block] {
    defer { recalled = [] }
    return recalled
  }

  /// Goes on with the journal of an epoch, or begins it, and lets the database name it.
  func open(_ closing: Header, in database: Database) throws(ShellFailure) {
    let epoch = closing.epoch.next
    if gate.epoch < epoch { try write(Turn(opening: closing), committed: closing.height) }
    do throws(StorageError) {
      try database.note(journal: mark)
    } catch {
      throw .storage(error)
    }
    gate.note(commitWith: mark)
  }

  /// What one turn has to make durable.
  struct Turn {
    var records: [JournalRecord] = []
    var bodies: [Block] = []
    /// The closing block behind which the next epoch's journal begins.
    var opening: Header?

    var isEmpty: Bool { records.isEmpty && bodies.isEmpty && opening == nil }
  }

  func write(_ turn: Turn, committed: Height) throws(ShellFailure) {
    do throws(SystemError) {
      for body in turn.bodies
      where stored.updateValue(body.header.height, forKey: body.header.hash) == nil {
        for write in segments.append(body, committed: committed) { try folder.write(write) }
      }
      var portions = Journal.portions(of: turn.records)[...]
      while let portion = portions.popFirst() {
        try folder.write(journal.append(portion))
        if !portions.isEmpty || turn.opening != nil { try folder.synchronize() }
      }
      // A crash may have come between this write and the commit that names it.
      if let closing = turn.opening, journal.epoch <= closing.epoch {
        try folder.write(begin(behind: closing))
      }
      try folder.synchronize()
    } catch {
      throw .journal(path: folder.path, error)
    }
    mark = journal.mark
  }

  private func begin(behind closing: Header) -> Journal.Write {
    do throws(GateRefusal) {
      let epoch = closing.epoch.next
      let records = try gate.begin(epoch, after: closing.time, following: journal.sequence)
      return journal.begin(epoch, standing: gate.standing, followedBy: records)
    } catch {
      preconditionFailure("epochs begin one after the other: \(error)")
    }
  }

  /// Takes note that the database names the journal and has blocks up to a height, and forgets
  /// those and the epochs that are over.
  func note(
    commitWith mark: JournalMark, of height: Height, beginning epoch: Epoch?
  ) throws(ShellFailure) {
    gate.note(commitWith: mark)
    stored = stored.filter { $0.value > height }
    guard let epoch else { return }
    do throws(SystemError) {
      try folder.removeJournal(before: epoch)
    } catch {
      throw .journal(path: folder.path, error)
    }
  }

  // MARK: The gate

  func sign(_ statement: Statement) throws(GateRefusal) -> SignedVote { try gate.sign(statement) }
  func close(_ epoch: Epoch) -> JournalRecord? { gate.close(epoch) }
  func hear(_ vote: Verified<Vote>) -> [JournalRecord] { gate.hear(vote) }
  func quarantine(since time: Timestamp) -> JournalRecord? { gate.quarantine(since: time) }
  func accept(_ epoch: Epoch) -> JournalRecord { gate.accept(epoch) }
}
