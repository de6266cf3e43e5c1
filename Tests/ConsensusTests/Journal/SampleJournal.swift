import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// A journal and its files as they stand in memory.
struct SampleJournal {
  let sample: SampleNetwork
  private(set) var journal: Journal
  var files = SortedMap<Epoch, [UInt8]>()
  /// Where each write began, and in which file.
  private(set) var writes: [(file: Epoch, offset: Int)] = []

  init(member: Int = 0, powers: [UInt64] = [1, 1, 1, 1], standing: Standing = .trusted) throws {
    sample = try SampleNetwork(powers: powers)
    let key = sample.set.members[member].key
    let made = Journal.make(
      identity: Keccak256.hash([UInt8(member)].span), key: key, network: nil, standing: standing)
    journal = made.journal
    write(made.write)
  }

  mutating func write(_ write: Journal.Write) {
    writes.append((write.file, write.offset))
    let file = files[write.file] ?? []
    precondition(file.count == write.offset, "a file grows at its end")
    files[write.file] = file + write.bytes
  }

  mutating func bind() { write(journal.bind(to: sample.network)) }

  mutating func begin(_ epoch: UInt64, standing: Standing = .trusted) {
    write(journal.begin(Epoch(epoch), standing: standing))
  }

  /// The write that begins an epoch, which the caller has still to make.
  mutating func beginning(
    _ epoch: Epoch, standing: Standing, followedBy records: [JournalRecord]
  ) -> Journal.Write {
    journal.begin(epoch, standing: standing, followedBy: records)
  }

  mutating func append(_ records: [JournalRecord]) { write(journal.append(records)) }

  func contents() throws(JournalFault) -> JournalContents {
    try JournalContents(reading: files)
  }

  /// A nullification by the journal's owner.
  func vote(epoch: UInt64, view: UInt64) throws -> Vote {
    let member = sample.set.index(of: journal.key) ?? 0
    return try sample.vote(.nullify(epoch: epoch, view: view), by: member)
  }
}

extension Statement {
  static func nullify(epoch: UInt64 = 1, view: UInt64) -> Statement {
    Statement(epoch: Epoch(epoch), view: View(view), content: .nullify)
  }

  static func notarize(_ block: UInt8, epoch: UInt64 = 1, view: UInt64) -> Statement {
    Statement(epoch: Epoch(epoch), view: View(view), content: .notarize(.sample(block)))
  }

  static func finalize(_ block: UInt8, epoch: UInt64 = 1, view: UInt64) -> Statement {
    Statement(epoch: Epoch(epoch), view: View(view), content: .finalize(.sample(block)))
  }
}

extension Statement.Candidate {
  static func sample(_ block: UInt8) -> Statement.Candidate {
    Statement.Candidate(parentView: View(0), block: Keccak256.hash([block].span))
  }
}
