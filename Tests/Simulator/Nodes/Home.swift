import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// What a node has on its disk: the journal's files, segments with bodies, and the database.
struct Home {
  var disk = VirtualDisk()
  var database: CommittedChain

  private static let journalPrefix = "journal-"
  private static let segmentPrefix = "segment-"

  static func name(ofJournal epoch: Epoch) -> String { "\(journalPrefix)\(epoch.units)" }
  static func name(ofSegment number: Int) -> String { "\(segmentPrefix)\(number)" }

  /// The home of a validator that has just made its key.
  static func new(
    key: ValidatorKey, genesis: Header, root: Digest, random: inout SplitMix64
  ) -> Home {
    var home = Home(database: CommittedChain(genesis: genesis, root: root))
    let made = Journal.make(
      identity: random.digest(), key: key.publicKey, network: nil, standing: .trusted)
    home.disk.write(made.write.bytes, to: name(ofJournal: made.write.file), at: 0)
    home.disk.sync()
    return home
  }

  func journal() throws(JournalFault) -> JournalContents {
    var files = SortedMap<Epoch, [UInt8]>()
    for name in disk.names where name.hasPrefix(Self.journalPrefix) {
      guard let number = UInt64(name.dropFirst(Self.journalPrefix.count)) else { continue }
      files[Epoch(number)] = disk.contents(of: name)
    }
    return try JournalContents(reading: files)
  }

  /// Loses every file of the journal, and nothing else.
  mutating func loseJournal() {
    for name in disk.names where name.hasPrefix(Self.journalPrefix) { disk.remove(name) }
  }

  mutating func cut(_ contents: JournalContents) {
    for cut in contents.cuts { disk.truncate(Self.name(ofJournal: cut.file), to: cut.sizeBytes) }
  }

  /// Puts an untrusted journal away and begins another one.
  mutating func replaceJournal(
    key: PublicKey, network: Network, random: inout SplitMix64
  ) -> Journal {
    loseJournal()
    let made = Journal.make(
      identity: random.digest(), key: key, network: network, standing: .inquiring)
    disk.write(made.write.bytes, to: Self.name(ofJournal: made.write.file), at: 0)
    disk.sync()
    return made.journal
  }

  /// The segments in the order of their numbers.
  var segments: [[UInt8]] {
    let names = disk.names.filter { $0.hasPrefix(Self.segmentPrefix) }
    return names.indices.map { disk.contents(of: Self.name(ofSegment: $0)) }
  }
}
