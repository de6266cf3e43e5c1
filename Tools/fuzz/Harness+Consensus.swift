import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// What a validator reads back when it starts.
extension Harness {
  static let consensus: [Harness] = [
    canonical("journal-record", JournalRecord.self) { JournalRecord.arbitrary(from: &$0) },
    journal, segment,
  ]

  private static let identity = Keccak256.hash([1].span)

  /// The file of an epoch: three writes behind its opening.
  private static func journalFile() throws -> [UInt8] {
    let sample = try SampleNetwork(powers: [1])
    var (journal, _) = Journal.make(
      identity: identity, key: sample.set.members[0].key, network: sample.network,
      standing: .trusted)
    var bytes = journal.begin(Epoch(1), standing: .trusted).bytes
    for view: UInt64 in 1...3 {
      let statement = Statement(epoch: Epoch(1), view: View(view), content: .nullify)
      let vote = try sample.vote(statement, by: 0)
      let certificate = try sample.certificate(statement, by: [0])
      bytes += journal.append([.vote(vote), .certificate(certificate)]).bytes
    }
    return bytes
  }

  /// What is kept of a file can be written behind, and reads back the same.
  private static let journal = Harness("journal") {
    let file = try journalFile()
    return [file, Array(file.dropLast(9)), file + [UInt8](repeating: 0, count: 64)]
  } run: { input in
    var files = SortedMap<Epoch, [UInt8]>()
    files[Epoch(1)] = input
    guard let contents = try? JournalContents(reading: files) else { return }
    let records = contents.records(of: Epoch(1))
    precondition(!records.isEmpty, "a file begins with its opening")
    var journal = Journal(resuming: contents)
    let write = journal.append([.closed(Epoch(1))])
    precondition(write.offset <= input.count, "the next write is behind what is there")
    files[Epoch(1)] = Array(input.prefix(write.offset)) + write.bytes
    guard let again = try? JournalContents(reading: files) else {
      preconditionFailure("what was cut and written behind is whole")
    }
    precondition(again.sequence == contents.sequence + 1, "one write follows")
    precondition(again.records(of: Epoch(1)).count == records.count + 1, "nothing is lost")
    precondition(again.cuts.isEmpty, "nothing is left to cut")
  }

  /// Blocks come out whole, and writing goes on.
  private static let segment = Harness("segment") {
    var random = SplitMix64(seed: 3)
    var layout = SegmentLayout(identity: identity)
    var bytes: [UInt8] = []
    for _ in 0..<3 {
      for write in layout.append(try Block.arbitrary(from: &random), committed: Height(0)) {
        bytes += write.bytes
      }
    }
    return [bytes, Array(bytes.dropLast(5)), bytes + [UInt8](repeating: 0, count: 64)]
  } run: { input in
    var blocks: [Block] = []
    var layout = SegmentLayout(identity: identity, reading: [input], blocks: &blocks)
    for block in blocks {
      precondition(block.header.transactionsRoot == block.body.root, "a body is its header's")
      let writes = layout.append(block, committed: .largest)
      precondition(writes.allSatisfy { $0.segment <= 1 }, "an old segment is used again")
    }
  }
}
