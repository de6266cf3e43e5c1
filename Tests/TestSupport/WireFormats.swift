import Chain
import Codec
import Consensus
import Cryptography
import Replica
import State
import Storage

/// One hash for each type that is hashed, stored or sent: over the bytes of many drawn values.
///
/// Any change of an encoding changes its hash, so it shows up as a change of the recorded file and
/// cannot slip in unseen. `workbench vectors` records anew.
package enum WireFormats {
  package static let valueCount = 1_000

  /// The file's text: a line for each type.
  package static func text() throws -> String {
    var lines = ["# type, then the hash of \(valueCount) encoded values; see `workbench vectors`"]
    func add(_ name: String, _ next: (inout SplitMix64) throws -> [UInt8]) rethrows {
      var random = SplitMix64(seed: 1)
      var bytes: [UInt8] = []
      for _ in 0..<valueCount { bytes += try next(&random) }
      lines.append("\(name) \(Keccak256.hash(bytes.span))")
    }
    add("Block") { random in (try? Block.arbitrary(from: &random).canonicalBytes) ?? [] }
    add("BlockOutcome") { BlockOutcome.arbitrary(from: &$0).canonicalBytes }
    add("Body") { random in (try? Body.arbitrary(from: &random).canonicalBytes) ?? [] }
    add("Certificate") { Certificate.arbitrary(from: &$0).canonicalBytes }
    add("Coverage") { Coverage.arbitrary(from: &$0).canonicalBytes }
    add("Evidence") { Evidence.arbitrary(from: &$0).canonicalBytes }
    try add("Genesis") { random in
      let seed = UInt64.random(in: 0...9, using: &random)
      var draft = GenesisDraft(validatorCount: 2, seed: seed)
      draft.addTraffic(
        metaDeposits: [Wei(stos: 1_000)], resourceDeposits: [Wei(stos: 2)], seed: seed + 100)
      return try draft.validated().canonicalBytes
    }
    add("Header") { Header.arbitrary(from: &$0).canonicalBytes }
    add("JournalMark") { JournalMark.arbitrary(from: &$0).canonicalBytes }
    add("JournalRecord") { JournalRecord.arbitrary(from: &$0).canonicalBytes }
    add("Log") { Log.arbitrary(from: &$0).canonicalBytes }
    add("MerkleProof") { MerkleProof.arbitrary(from: &$0).canonicalBytes }
    add("NameableRoots") { NameableRoots.arbitrary(from: &$0).canonicalBytes }
    for kind in PeerMessage.Kind.allCases {
      add("PeerMessage.\(kind)") { random in
        (try? PeerMessage.arbitrary(kind, from: &random).canonicalBytes) ?? []
      }
    }
    add("Progress") { Progress.arbitrary(from: &$0).canonicalBytes }
    add("Receipt") { Receipt.arbitrary(from: &$0).canonicalBytes }
    add("SnapshotChunk") { SnapshotChunk.arbitrary(from: &$0).canonicalBytes }
    add("StateProof") { StateProof.arbitrary(from: &$0).canonicalBytes }
    add("Statement") { Statement.arbitrary(from: &$0).canonicalBytes }
    add("Transaction") { random in
      UnsignedTransaction.arbitrary(from: &random).signed(by: random.privateKey())
    }
    add("Validator") { Validator.arbitrary(from: &$0).canonicalBytes }
    try add("ValidatorSet") { random in
      try ValidatorSet(.arbitrary(count: 1...3, from: &random)).canonicalBytes
    }
    add("Vote") { Vote.arbitrary(from: &$0).canonicalBytes }
    return lines.joined(separator: "\n") + "\n"
  }
}
