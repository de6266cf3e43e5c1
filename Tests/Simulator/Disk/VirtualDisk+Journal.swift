import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// The files of a signing journal and of segments with bodies.
extension VirtualDisk {
  private static let journalPrefix = "journal-"
  private static let segmentPrefix = "segment-"

  static func name(ofJournal epoch: Epoch) -> String { "\(journalPrefix)\(epoch.units)" }
  static func name(ofSegment number: Int) -> String { "\(segmentPrefix)\(number)" }

  /// The disk of a validator that has just made its key.
  static func new(key: ValidatorKey, random: inout SplitMix64) -> VirtualDisk {
    var disk = VirtualDisk()
    let made = Journal.make(
      identity: random.digest(), key: key.publicKey, network: nil, standing: .trusted)
    disk.write(made.write.bytes, to: name(ofJournal: made.write.file), at: 0)
    disk.sync()
    return disk
  }

  func journal() throws(JournalFault) -> JournalContents {
    var files = SortedMap<Epoch, [UInt8]>()
    for name in names where name.hasPrefix(Self.journalPrefix) {
      guard let number = UInt64(name.dropFirst(Self.journalPrefix.count)) else { continue }
      files[Epoch(number)] = contents(of: name)
    }
    return try JournalContents(reading: files)
  }

  /// Loses every file of the journal, and nothing else.
  mutating func loseJournal() {
    for name in names where name.hasPrefix(Self.journalPrefix) { remove(name) }
  }

  mutating func cut(_ contents: JournalContents) {
    for cut in contents.cuts { truncate(Self.name(ofJournal: cut.file), to: cut.sizeBytes) }
  }

  /// Puts an untrusted journal away and begins another one.
  mutating func replaceJournal(
    key: PublicKey, network: Network, random: inout SplitMix64
  ) -> Journal {
    loseJournal()
    let made = Journal.make(
      identity: random.digest(), key: key, network: network, standing: .inquiring)
    write(made.write.bytes, to: Self.name(ofJournal: made.write.file), at: 0)
    sync()
    return made.journal
  }

  /// The segments in the order of their numbers.
  var segments: [[UInt8]] {
    let names = names.filter { $0.hasPrefix(Self.segmentPrefix) }
    return names.indices.map { contents(of: Self.name(ofSegment: $0)) }
  }
}
