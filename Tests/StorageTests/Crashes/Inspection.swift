import Chain
import Codec
import Cryptography
import State
import Storage
import TestSupport

/// Compares what a database holds with what a chain of the same seed says it has to.
///
/// The chain goes further than the database.
struct Inspection {
  /// Whether all blocks were committed under the present settings, each group with a mark.
  private let isOneHand: Bool
  private let settings: StorageSettings
  let chain: SampleChain
  private(set) var complaints: [String] = []
  private let snapshot: Snapshot
  private var random: SplitMix64

  /// How many heights, drawn and the last ones, are looked at of each kind.
  private static var sampleCount: Int { 12 }

  init(_ database: Database, against chain: SampleChain, isOneHand: Bool = false) throws {
    self.chain = chain
    self.isOneHand = isOneHand
    settings = database.settings
    snapshot = try database.provingSnapshot()
    random = SplitMix64(seed: snapshot.progress?.height.units ?? 0)
    try inspectTip()
    guard let progress = snapshot.progress else { return }
    let height = Int(progress.height.units)
    guard height < chain.blocks.count else {
      complain("the chain has no block \(height)")
      return
    }
    try inspectState(at: height)
    if isOneHand { try inspectMark(at: height) }
    try inspectBlocks(upTo: height)
    try inspectHistory(upTo: height)
    try inspectIndexes(upTo: height)
  }

  private mutating func complain(_ complaint: String) {
    complaints.append(complaint)
  }

  private mutating func expect(_ holds: Bool, _ complaint: @autoclosure () -> String) {
    if !holds { complain(complaint()) }
  }

  /// The last heights and some others, lowest first.
  private mutating func sample(of range: ClosedRange<Int>) -> [Int] {
    let last = range.suffix(Self.sampleCount)
    let drawn = (0..<Self.sampleCount).map { _ in random.number(in: range) }
    return Set(last + drawn).sorted()
  }

  /// Before genesis there is nothing at all.
  private mutating func inspectTip() throws {
    guard snapshot.progress == nil else { return }
    expect(try snapshot.blocks() == nil, "there are blocks before genesis")
    expect(try snapshot.journal() == nil, "there is a journal before genesis")
    expect(snapshot.firstEntry(from: StateKey(), below: nil) == nil, "a state before genesis")
    expect(try snapshot.header(at: .zero) == nil, "there is a header before genesis")
  }

  private mutating func inspectState(at height: Int) throws {
    guard let progress = snapshot.progress else { return }
    let (block, state) = (chain.blocks[height], chain.states[height])
    expect(
      progress
        == Progress(
          height: block.height, epoch: block.block.header.epoch, blockHash: block.hash,
          isClosing: block.isClosing, stateRoot: state.root),
      "the progress is \(progress)")
    var reader = ViewReader(view: snapshot)
    let recomputed = StateTree(reading: &reader).root
    expect(recomputed == progress.stateRoot, "the entries have the root \(recomputed)")
    expect(ViewReader(view: snapshot).entries == ViewReader(view: state).entries, "other entries")
    for _ in 0..<3 {
      let key = SampleChain.account(random.number(in: 0...CrashPlan.accountCount))
      let proof = try snapshot.proof(of: key)
      let proven = Result { try proof.value(of: key, under: state.root) }
      expect((try? proven.get()) == .some(state.value(for: key)), "\(key) is proven \(proven)")
    }
  }

  /// Each group has a mark with the number of its first block.
  private mutating func inspectMark(at height: Int) throws {
    let mark = try snapshot.journal()
    let lowest = (0...height).last { $0 == 0 || chain.blocks[$0 - 1].isNameable } ?? 0
    expect(
      mark.map { (lowest...height).contains(Int($0.sequence)) } == true,
      "the journal's mark is \(String(describing: mark))")
  }

  private mutating func inspectBlocks(upTo height: Int) throws {
    guard let coverage = try snapshot.blocks() else { return complain("no blocks") }
    expect(coverage.highest.units == height, "the blocks are \(coverage)")
    for number in sample(of: 0...height) {
      let executed = chain.blocks[number]
      let stored = try snapshot.block(at: executed.height)
      let isKept = coverage.contains(executed.height)
      expect((stored != nil) == isKept, "block \(number) is kept: \(!isKept)")
      let isWanted = isOneHand && self.isKept(number, settings.keptBlocks, height)
      expect(isKept || !isWanted, "block \(number) is gone")
      if let stored {
        expect(stored.header == executed.block.header, "another header \(number)")
        expect(stored.body == executed.block.body, "another body \(number)")
        expect(
          stored.outcome.canonicalBytes == executed.outcome.canonicalBytes,
          "another outcome \(number)")
      }
      try inspectTraces(of: executed, isKept: isKept)
    }
    // Nothing of a group that was not committed.
    for executed in chain.blocks[(height + 1)...] {
      expect(try snapshot.header(at: executed.height) == nil, "a header behind the tip")
      expect(try snapshot.block(at: executed.height) == nil, "a block behind the tip")
      expect(try snapshot.height(of: executed.hash) == nil, "a hash behind the tip")
      expect(try snapshot.certificate(at: executed.height) == nil, "a certificate behind the tip")
    }
  }

  private mutating func inspectTraces(of executed: ExecutedBlock, isKept: Bool) throws {
    let (height, header) = (executed.height, executed.block.header)
    let isThere = isKept || executed.isClosing
    expect(try snapshot.header(at: height) == (isThere ? header : nil), "header \(height)")
    expect(try snapshot.height(of: executed.hash) == (isThere ? height : nil), "hash \(height)")
    let certificate = try snapshot.certificate(at: height)?.canonicalBytes
    expect(certificate == executed.certificate?.canonicalBytes, "certificate \(height)")
    if let set = executed.chosenSet {
      let epoch = header.epoch
      expect(try snapshot.closingHeight(of: epoch) == height, "closing height of \(epoch)")
      expect(
        try snapshot.validatorSet(of: epoch.next.next)?.members == set.members,
        "set chosen at \(height)")
    }
  }

  private mutating func inspectHistory(upTo height: Int) throws {
    var readable: [Int] = []
    for number in sample(of: 0...height) {
      let view = try snapshot.state(at: Height(UInt64(number)))
      let isKept = number == height || isOneHand && isKept(number, settings.historyBlocks, height)
      expect(view != nil || !isKept, "no state at \(number)")
      guard let view else { continue }
      readable.append(number)
      for _ in 0..<9 {
        let key = SampleChain.account(random.number(in: 0...CrashPlan.accountCount))
        expect(
          view.value(for: key) == chain.states[number].value(for: key),
          "another value at \(number)")
      }
    }
    for number in readable.prefix(1) + readable.suffix(2) {
      let view = try snapshot.state(at: Height(UInt64(number)))
      expect(
        view.map { ViewReader(view: $0).entries } == ViewReader(view: chain.states[number]).entries,
        "another state at \(number)")
    }
  }

  /// Whether a height is among those that have to be kept below the tip; nothing keeps all.
  private func isKept(_ number: Int, _ count: UInt64?, _ height: Int) -> Bool {
    count.map { number + Int($0) >= height } ?? true
  }

  private mutating func inspectIndexes(upTo height: Int) throws {
    guard let blocks = try snapshot.blocks() else { return }
    for index in BlockIndex.allCases {
      guard let coverage = try snapshot.coverage(of: index) else { continue }
      expect(
        coverage.highest == blocks.highest && coverage.lowest >= blocks.lowest,
        "the index of \(index) covers \(coverage) of \(blocks)")
    }
    for number in sample(of: 0...height) {
      let executed = chain.blocks[number]
      for (position, receipt) in executed.outcome.receipts.enumerated() {
        let place = TransactionPlace(height: executed.height, position: position)
        let isFound = try snapshot.coverage(of: .transactions)?.contains(executed.height) == true
        let found = try snapshot.place(of: receipt.transactionHash)
        expect(
          found == (isFound ? place : nil), "transaction \(place) is \(String(describing: found))")
        try inspectLogs(of: receipt, at: executed.height)
      }
    }
    try inspectAddresses(upTo: height)
  }

  private mutating func inspectLogs(of receipt: Receipt, at height: Height) throws {
    let isFound = try snapshot.coverage(of: .logs)?.contains(height) == true
    for log in receipt.logs {
      for term in [LogTerm.address(log.address), .topic(log.topics[1], place: 1)] {
        let heights = try snapshot.heights(of: term, in: .zero...chain.height, countMax: 10)
        expect(heights == (isFound ? [height] : []), "logs of \(height) are at \(heights)")
      }
    }
  }

  private mutating func inspectAddresses(upTo height: Int) throws {
    let coverage = try snapshot.coverage(of: .addresses)
    var expected: [Address: [TransactionPlace]] = [:]
    for executed in chain.blocks[...height] {
      for (position, sender) in executed.outcome.senders.enumerated() {
        var places = expected[sender] ?? []
        if coverage?.contains(executed.height) == true {
          places.append(TransactionPlace(height: executed.height, position: position))
        }
        expected[sender] = places
      }
    }
    for (sender, places) in expected {
      let found = try snapshot.places(of: sender, before: nil, countMax: .max)
      expect(found.map(\.place) == places.reversed(), "the places of \(sender)")
    }
  }
}
