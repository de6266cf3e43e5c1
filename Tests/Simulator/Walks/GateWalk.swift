import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// A gate and its journal, asked for anything at all by nobody in particular, beside a model that
/// says what has to come of it.
///
/// In a world the engine asks, and an engine that makes no mistake never tries the gate.
final class GateWalk {
  /// What the gate should remember, in the model's words.
  private struct Memory {
    var epoch = Epoch(0)
    var standing = Standing.trusted
    var accepted: Epoch?
    var isClosed = false
    var votes: [Statement] = []
  }

  private let key: ValidatorKey
  private let network = Network(chainID: ChainID(7), genesisHash: Keccak256.hash([7].span))
  private var random: SplitMix64
  private var disk = VirtualDisk()
  private var journal: Journal
  private var gate: SafetyGate
  private var memory = Memory()
  /// The model after each write, by its number: what a crash may leave.
  private var history: [UInt64: Memory] = [:]
  private var synced: UInt64
  /// Where each write of the present file stands.
  private var frames: [Range<Int>] = []
  private var mark: JournalMark?
  private var openingSequence: UInt64
  private var time: UInt64 = 1_000
  private(set) var complaints: [String] = []

  init(seed: UInt64) {
    random = SplitMix64(seed: seed ^ 0x6A7E)
    key = ValidatorKey.all[0]
    let made = Journal.make(
      identity: random.digest(), key: key.publicKey, network: nil, standing: .trusted)
    journal = made.journal
    disk.write(made.write.bytes, to: Home.name(ofJournal: made.write.file), at: 0)
    let bound = journal.bind(to: network)
    disk.write(bound.bytes, to: Home.name(ofJournal: bound.file), at: bound.offset)
    disk.sync()
    synced = journal.sequence
    openingSequence = 1
    do {
      gate = try SafetyGate(
        key: key.privateKey, network: network, contents: Self.contents(of: disk), mark: nil)
    } catch {
      preconditionFailure("a new journal can be read: \(error)")
    }
    history[journal.sequence] = memory
  }

  private static func contents(of disk: VirtualDisk) throws(JournalFault) -> JournalContents {
    try Home(disk: disk, database: CommittedChain(behind: genesis, root: .zero)).journal()
  }

  private static let genesis = Header(
    chainID: ChainID(7), epoch: Epoch(0), height: Height(0), view: View(0), parentView: View(0),
    parentHash: .zero, time: Timestamp(0), proposer: Address(.zero), transactionsRoot: .zero,
    transactionCount: 0, executedHeight: Height(0), executedStateRoot: .zero,
    validatorSetHash: .zero, nextValidatorSetHash: .zero)

  func run(steps: Int) {
    for _ in 0..<steps where complaints.isEmpty { step() }
  }

  private func step() {
    switch random.number(in: 0...19) {
    case 0...9: sign()
    case 10: begin()
    case 11, 12: commit()
    case 13: close()
    case 14: hear()
    case 15: settle()
    case 16: accept()
    case 17, 18: crash()
    default: damage()
    }
  }

  private func complain(_ text: String) { complaints.append("gate: \(text)") }

  private func write(_ write: Journal.Write, isSynced: Bool = true) {
    disk.write(write.bytes, to: Home.name(ofJournal: write.file), at: write.offset)
    history[write.sequence] = memory
    if write.offset == 0 { frames = [] }
    frames.append(write.offset..<write.offset + write.bytes.count)
    guard isSynced else { return }
    disk.sync()
    synced = write.sequence
  }

  private func keep(_ record: JournalRecord) { write(journal.append([record])) }

  // MARK: What can be asked

  private func drawnStatement(_ epoch: Epoch) -> Statement {
    let candidate = Statement.Candidate(
      parentView: View(0), block: Keccak256.hash([UInt8(random.number(in: 0...1))].span))
    let contents: [Statement.Content] = [.notarize(candidate), .nullify, .finalize(candidate)]
    return Statement(
      epoch: epoch, view: View(UInt64(random.number(in: 1...3))),
      content: contents[random.number(in: 0...2)])
  }

  /// Whether the model lets a vote be signed.
  private func allows(_ statement: Statement) -> Bool {
    guard statement.epoch == memory.epoch, memory.epoch > Epoch(0), !memory.isClosed,
      mark.map({ $0.sequence >= openingSequence }) ?? false,
      memory.standing == .trusted || memory.accepted == memory.epoch
    else { return false }
    let beside = memory.votes.filter { $0.view == statement.view }
    if beside.contains(statement) { return true }
    return !beside.contains { other in
      switch (other.content, statement.content) {
      case (.nullify, .notarize), (.nullify, .finalize), (.finalize, .nullify): true
      case (.notarize(let one), .notarize(let two)), (.notarize(let one), .finalize(let two)),
        (.finalize(let one), .notarize(let two)), (.finalize(let one), .finalize(let two)):
        one != two
      case (.notarize, .nullify), (.nullify, .nullify): false
      }
    }
  }

  private func sign() {
    let isOther = random.happens(oneIn: 12)
    let statement = drawnStatement(isOther ? memory.epoch.next : memory.epoch)
    let isAllowed = allows(statement)
    do throws(GateRefusal) {
      let signed = try gate.sign(statement)
      guard isAllowed else { return complain("signs \(statement.summary), which is forbidden") }
      let isNew = !memory.votes.contains(statement)
      guard isNew == (signed.record != nil) else {
        return complain("\(statement.summary) is written down twice, or never")
      }
      guard let record = signed.record else { return }
      memory.votes.append(statement)
      write(journal.append([record]), isSynced: !random.happens(oneIn: 4))
      if synced != journal.sequence { crash() }
    } catch {
      if isAllowed { complain("refuses \(statement.summary): \(error)") }
    }
  }

  private func begin() {
    let epoch = Epoch(memory.epoch.units + UInt64(random.number(in: 1...2)))
    time += UInt64(random.number(in: 1...900))
    do throws(GateRefusal) {
      let records = try gate.begin(
        epoch, after: Timestamp(time), following: journal.sequence)
      if case .quarantined(let since) = memory.standing, time > since.units + 500 {
        memory.standing = .trusted
      }
      memory.epoch = epoch
      memory.isClosed = false
      memory.votes = []
      let next = journal.begin(epoch, standing: gate.standing, followedBy: records)
      openingSequence = next.sequence
      write(next)
    } catch {
      complain("does not go on to epoch \(epoch): \(error)")
    }
  }

  private func commit() {
    let committed = JournalMark(identity: journal.identity, sequence: synced)
    mark = committed
    gate.note(commitWith: committed)
  }

  private func close() {
    guard memory.epoch > Epoch(0), random.happens(oneIn: 2) else { return }
    guard let record = gate.close(memory.epoch) else {
      if !memory.isClosed { complain("does not close epoch \(memory.epoch)") }
      return
    }
    memory.isClosed = true
    keep(record)
  }

  private func hear() {
    let ahead = random.number(in: -1...1)
    guard ahead >= 0 || memory.epoch > Epoch(0) else { return }
    let epoch = Epoch(UInt64(Int64(memory.epoch.units) + Int64(ahead)))
    let statement = drawnStatement(epoch)
    let vote = key.vote(statement, on: network)
    let authority = Vote.Authority(key: key.publicKey, network: network)
    guard let heard = try? Unverified(vote).verified(under: authority) else { return }
    let isKnown = epoch == memory.epoch && memory.votes.contains(statement)
    let before = memory
    if epoch >= memory.epoch, !isKnown {
      if memory.standing == .trusted, memory.accepted != memory.epoch || epoch > memory.epoch {
        memory.standing = .inquiring
      }
      let count = memory.votes.filter { $0.view == statement.view }.count
      if epoch == memory.epoch, count < 8 { memory.votes.append(statement) }
    }
    let isChanged = memory.standing != before.standing || memory.votes != before.votes
    let records = gate.hear(heard)
    if !records.isEmpty { write(journal.append(records)) }
    if gate.standing != memory.standing {
      complain(
        "is \(gate.standing) after \(statement.summary) of epoch \(epoch) turned up in epoch "
          + "\(memory.epoch)")
    } else if isChanged, history[journal.sequence]?.votes != memory.votes {
      complain("does not write down \(statement.summary), which it had forgotten")
    }
  }

  private func settle() {
    let since = Timestamp(time + UInt64(random.number(in: 0...600)))
    guard let record = gate.quarantine(since: since) else { return }
    guard memory.standing == .inquiring else { return complain("is quarantined without need") }
    memory.standing = .quarantined(since: since)
    keep(record)
  }

  private func accept() {
    guard random.happens(oneIn: 2), memory.epoch > Epoch(0) else { return }
    memory.accepted = memory.epoch
    keep(gate.accept(memory.epoch))
  }

  // MARK: What can happen to it

  /// Whatever was not synced may be lost; whatever was is there.
  private func crash() {
    disk.crash(&random)
    restart(isDamaged: false)
  }

  /// Something that no crash explains.
  private func damage() {
    let names = disk.names
    guard random.happens(oneIn: 2), synced > 4 else { return }
    let name = names[random.number(in: 0...(names.count - 1))]
    var bytes = disk.contents(of: name)
    let isLast = name == Home.name(ofJournal: memory.epoch)
    let before = disk
    if isLast, frames.count > 2, random.happens(oneIn: 2) {
      // One write of many is gone without a gap.
      bytes.removeSubrange(frames[random.number(in: 0...(frames.count - 2))])
      disk.truncate(name, to: 0)
      disk.write(bytes, to: name, at: 0)
      disk.sync()
    } else if isLast, mark.map({ $0.sequence == synced }) ?? false, random.happens(oneIn: 2) {
      // The end of the file is gone, and the database knows that there was more.
      disk.truncate(name, to: bytes.count - random.number(in: 1...min(40, bytes.count)))
    } else {
      // Anywhere but in the last write, which a crash could have damaged.
      let end = isLast ? frames.last?.lowerBound ?? 0 : bytes.count
      guard end > 0 else { return }
      let place = random.number(in: 0...(end - 1))
      bytes[place] ^= 1 << UInt8(random.number(in: 0...7))
      disk.truncate(name, to: 0)
      disk.write(bytes, to: name, at: 0)
      disk.sync()
    }
    restart(isDamaged: true)
    disk = before
    restart(isDamaged: false)
  }

  private func restart(isDamaged: Bool) {
    do throws(JournalFault) {
      let contents = try Self.contents(of: disk)
      let restarted = try SafetyGate(
        key: key.privateKey, network: network, contents: contents, mark: mark)
      guard !isDamaged else { return complain("takes a damaged journal for whole") }
      guard contents.sequence >= synced else {
        return complain("ends at write \(contents.sequence), and \(synced) was synced")
      }
      guard let left = history[contents.sequence] else {
        return complain("has a write that nobody made")
      }
      gate = restarted
      journal = Journal(resuming: contents)
      memory = left
      openingSequence = contents.openingSequence
      synced = contents.sequence
      for cut in contents.cuts {
        disk.truncate(Home.name(ofJournal: cut.file), to: cut.sizeBytes)
      }
      let size = disk.contents(of: Home.name(ofJournal: contents.epoch)).count
      frames.removeAll { $0.upperBound > size }
      if gate.standing != memory.standing {
        complain("comes back as \(gate.standing) and was \(memory.standing)")
      }
    } catch {
      if !isDamaged { complain("does not trust a journal that nothing happened to: \(error)") }
    }
  }
}
