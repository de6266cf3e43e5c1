import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// What a node has on its disk: the journal's files, segments with bodies, and the database.
struct Home {
  var disk = VirtualDisk()
  var database: CommittedChain

  static func name(ofJournal epoch: Epoch) -> String { VirtualDisk.name(ofJournal: epoch) }
  static func name(ofSegment number: Int) -> String { VirtualDisk.name(ofSegment: number) }

  /// The home of a validator that has just made its key.
  static func new(
    key: ValidatorKey, genesis: Header, root: Digest, random: inout SplitMix64
  ) -> Home {
    Home(
      disk: .new(key: key, random: &random), database: CommittedChain(behind: genesis, root: root))
  }

  func journal() throws(JournalFault) -> JournalContents { try disk.journal() }

  /// Loses every file of the journal, and nothing else.
  mutating func loseJournal() { disk.loseJournal() }

  mutating func cut(_ contents: JournalContents) { disk.cut(contents) }

  /// Puts an untrusted journal away and begins another one.
  mutating func replaceJournal(
    key: PublicKey, network: Network, random: inout SplitMix64
  ) -> Journal {
    disk.replaceJournal(key: key, network: network, random: &random)
  }

  /// The segments in the order of their numbers.
  var segments: [[UInt8]] { disk.segments }
}
