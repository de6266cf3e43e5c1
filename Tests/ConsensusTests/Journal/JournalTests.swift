import Chain
import Codec
import Consensus
import Cryptography
import TestSupport
import Testing

@Suite struct JournalTests {
  /// Three files: made with the key and bound, an epoch of two writes, and the one under way.
  private func written() throws -> SampleJournal {
    var sample = try SampleJournal()
    sample.bind()
    sample.begin(1)
    sample.append([.vote(try sample.vote(epoch: 1, view: 1))])
    sample.append([.vote(try sample.vote(epoch: 1, view: 2)), .closed(Epoch(1))])
    sample.begin(3)
    sample.append([.vote(try sample.vote(epoch: 3, view: 1))])
    sample.append([.vote(try sample.vote(epoch: 3, view: 2)), .acceptance(Epoch(3))])
    sample.append([.standing(.quarantined(since: Timestamp(9)))])
    return sample
  }

  @Test func `What was written is what is read`() throws {
    let sample = try written()
    let contents = try sample.contents()
    #expect(contents.identity == sample.journal.identity)
    #expect(contents.key == sample.journal.key)
    #expect(contents.network == sample.sample.network)
    #expect(contents.epoch == Epoch(3))
    #expect(contents.sequence == 9)
    #expect(contents.openingSequence == 6)
    #expect(contents.standing == .quarantined(since: Timestamp(9)))
    #expect(contents.accepted == Epoch(3))
    #expect(contents.cuts.isEmpty)
    #expect(contents.records(of: Epoch(1)).count == 4)
    #expect(contents.records(of: Epoch(2)).isEmpty)
    #expect(contents.records(of: Epoch(3)).count == 5)
  }

  @Test func `A journal that was read goes on where it ended`() throws {
    var sample = try written()
    var resumed = Journal(resuming: try sample.contents())
    let record = JournalRecord.vote(try sample.vote(epoch: 3, view: 3))
    let write = resumed.append([record])
    sample.append([record])
    #expect(sample.files[Epoch(3)]?.suffix(write.bytes.count) == write.bytes[...])
    #expect(resumed.mark == sample.journal.mark)
    #expect(try sample.contents().sequence == 10)
  }

  @Test func `Very many large certificates of one turn find their place`() throws {
    var sample = try written()
    let vote = try sample.vote(epoch: 3, view: 3)
    let setCount = ProtocolLimits.validatorsMax
    var signatures = SortedMap<Int, Signature>()
    for member in 0..<setCount { signatures[member] = vote.signature }
    let certificate = Certificate(
      statement: .finalize(1, epoch: 3, view: 3), setCount: setCount, signatures: signatures)
    let records = [JournalRecord](repeating: .certificate(certificate), count: 300)
    let known = try sample.contents().records(of: Epoch(3)).count
    let portions = Journal.portions(of: records)
    for portion in portions { sample.append(portion) }
    #expect(portions.reduce(0) { $0 + $1.count } == records.count)
    #expect(portions.count > 1)
    #expect(try sample.contents().records(of: Epoch(3)).count == known + records.count)
    #expect(Journal.portions(of: []).isEmpty)
  }

  @Test func `Space that was set aside is no damage`() throws {
    var sample = try written()
    let size = sample.files[Epoch(3)]?.count
    sample.files[Epoch(3)]? += [UInt8](repeating: 0, count: 4_096)
    let contents = try sample.contents()
    #expect(contents.sequence == 9)
    #expect(contents.cuts.isEmpty)
    var resumed = Journal(resuming: contents)
    #expect(resumed.append([.closed(Epoch(3))]).offset == size)
  }

  @Test func `Every truncation of the last file leaves its whole writes`() throws {
    let sample = try written()
    let last = try #require(sample.files[Epoch(3)])
    let ends = sample.writes.filter { $0.file == Epoch(3) }.dropFirst().map(\.offset) + [last.count]
    for count in 0..<last.count {
      var cut = sample
      cut.files[Epoch(3)] = Array(last.prefix(count))
      let contents = try cut.contents()
      let whole = ends.filter { $0 <= count }.count
      #expect(contents.sequence == 5 + UInt64(whole), "\(count) bytes")
      let kept = whole == 0 ? 0 : ends[whole - 1]
      #expect(contents.epoch == (whole == 0 ? Epoch(1) : Epoch(3)))
      let expected = kept == count && whole > 0 ? [] : [kept]
      #expect(contents.cuts.map(\.sizeBytes) == expected, "\(count) bytes")
    }
  }

  @Test func `Every flipped bit of the last write is a torn write, and any other is damage`() throws
  {
    let sample = try written()
    let last = try #require(sample.writes.last)
    for (file, bytes) in sample.files {
      for byte in stride(from: 0, to: bytes.count, by: Seeds.isSoaking ? 1 : 3) {
        var damaged = sample
        damaged.files[file]?[byte] ^= 1 << UInt8(byte % 8)
        let isLastWrite = file == last.file && byte >= last.offset
        if isLastWrite {
          let contents = try damaged.contents()
          #expect(contents.sequence == 8, "byte \(byte) of file \(file)")
          #expect(contents.cuts.map(\.sizeBytes) == [last.offset])
        } else {
          #expect(throws: JournalFault.self, "byte \(byte) of file \(file)") {
            try damaged.contents()
          }
        }
      }
    }
  }

  @Test func `Whatever follows a torn write of another journal is no damage`() throws {
    var sample = try written()
    var other = try SampleJournal(member: 1)
    other.bind()
    // A whole frame with a later number, as somebody could put it into a block's body.
    let foreign = try #require(other.files[Epoch(0)])
    sample.files[Epoch(3)]? += [9] + foreign
    #expect(try sample.contents().cuts.count == 1)
    #expect(try sample.contents().sequence == 9)
  }

  @Test func `Files that do not go on from each other are damage`() throws {
    let sample = try written()
    var missing = sample
    missing.files[Epoch(1)] = nil
    #expect(throws: JournalFault.damaged(file: Epoch(3), offset: 0)) { try missing.contents() }
    var renamed = sample
    renamed.files[Epoch(4)] = renamed.files[Epoch(3)]
    #expect(throws: JournalFault.damaged(file: Epoch(4), offset: 0)) { try renamed.contents() }
    var shortened = sample
    let size = try #require(sample.files[Epoch(1)]).count
    shortened.files[Epoch(1)]?.removeLast()
    let fault = #expect(throws: JournalFault.self) { try shortened.contents() }
    guard case .damaged(Epoch(1), let offset)? = fault else {
      Issue.record("found \(String(describing: fault))")
      return
    }
    #expect(offset < size)
    var empty = sample
    empty.files = SortedMap()
    #expect(throws: JournalFault.missing) { try empty.contents() }
  }

  @Test func `Older files may be gone`() throws {
    var sample = try written()
    sample.files[Epoch(0)] = nil
    sample.files[Epoch(1)] = nil
    #expect(try sample.contents().sequence == 9)
  }

  @Test(arguments: Seeds.few)
  func `A record accepts nothing but its own bytes`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<8 {
      #expect(Rejection.violations(of: JournalRecord.arbitrary(from: &random)) == [])
    }
  }
}
