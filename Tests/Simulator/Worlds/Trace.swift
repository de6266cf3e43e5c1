import Chain
import Codec
import Consensus
import Cryptography

/// The history of a world as one hash, and in words if somebody wants to read it.
struct Trace {
  /// How much is gathered before it is hashed.
  private static let blockBytes = 8_192

  private var hash = Digest.zero
  private var pending: [UInt8] = []
  let isKept: Bool
  private(set) var lines: [String] = []

  init(isKept: Bool) {
    self.isKept = isKept
  }

  var digest: Digest { taking(in: pending) }

  private func taking(in bytes: [UInt8]) -> Digest {
    var hasher = Keccak256()
    hasher.update(hash.bytes)
    hasher.update(bytes.span)
    return hasher.finalize()
  }

  mutating func keep(_ line: String) {
    lines.append(line)
  }

  mutating func add(_ event: Event, at time: UInt64) {
    add(time)
    switch event {
    case .deliver(let message, let sender, let receiver):
      add(UInt64(sender) << 32 | UInt64(receiver) << 8 | 1)
      add(message)
    case .wake(let node, let life, let serial):
      add(UInt64(node) << 48 | UInt64(life) << 32 | UInt64(serial) << 8 | 2)
    case .synced(let node, _): add(UInt64(node) << 8 | 3)
    case .build(let node, _, let view, _, _): add(UInt64(node) << 48 | view.units << 8 | 4)
    case .executed(let node, _): add(UInt64(node) << 8 | 5)
    case .committed(let node, _, let mark): add(UInt64(node) << 48 | mark.sequence << 8 | 6)
    case .inquire(let node, _): add(UInt64(node) << 8 | 7)
    case .fault: add(8)
    case .restart(let node): add(UInt64(node) << 8 | 9)
    case .resume(let node): add(UInt64(node) << 8 | 10)
    case .mend: add(11)
    case .loseJournals(let count): add(UInt64(count) << 8 | 13)
    case .acceptLoss(let count): add(UInt64(count) << 8 | 14)
    case .heal: add(12)
    }
    guard pending.count >= Self.blockBytes else { return }
    hash = taking(in: pending)
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ number: UInt64) {
    for shift in 0..<8 { pending.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * shift))) }
  }

  private mutating func add(_ message: NodeMessage) {
    switch message {
    case .consensus(_, .vote(let vote, _), _):
      pending.append(copying: vote.signature.bytes.storage.span)
    case .consensus(_, .proposal(let proposal), _):
      pending.append(copying: proposal.vote.signature.bytes.storage.span)
    case .consensus(_, .certificate(let certificate), _):
      for signature in certificate.signatures {
        pending.append(copying: signature.bytes.storage.span)
      }
    case .consensus(_, .request(let views), _):
      add(views.lowerBound.units)
      add(views.upperBound.units)
    case .wantBlock(let wanted): pending.append(copying: wanted.bytes.storage.span)
    case .block(let block):
      pending.append(copying: block.header.transactionsRoot.bytes.storage.span)
    case .wantChain(let height): add(height.units)
    case .chain(let blocks, _): add(UInt64(blocks.count))
    case .inquire: add(0)
    case .findings(let findings, let votes): add(UInt64(findings.count << 8 | votes.count))
    }
  }
}

extension Event {
  /// The event in a few words.
  var summary: String {
    switch self {
    case .deliver(let message, let sender, let receiver):
      "\(sender) → \(receiver): \(message.summary)"
    case .wake(let node, _, _): "\(node) wakes"
    case .synced(let node, _): "\(node) has synced"
    case .build(let node, _, let view, let parent, _):
      "\(node) builds view \(view) on height \(parent.height)"
    case .executed(let node, _): "\(node) executes"
    case .committed(let node, _, _): "\(node) commits"
    case .inquire(let node, _): "\(node) inquires"
    case .fault: "something goes wrong"
    case .restart(let node): "\(node) restarts"
    case .resume(let node): "\(node) goes on"
    case .loseJournals(let count): "\(count) lose their journals"
    case .acceptLoss(let count): "the operators of \(count) accept it"
    case .mend: "the partition ends"
    case .heal: "heal"
    }
  }
}

extension NodeMessage {
  fileprivate var summary: String {
    switch self {
    case .consensus(let epoch, .vote(let vote, let place), _):
      "e\(epoch) vote of \(place): \(vote.statement.summary)"
    case .consensus(let epoch, .proposal(let proposal), let body):
      "e\(epoch) proposal \(proposal.vote.statement.summary)\(body == nil ? " without body" : "")"
    case .consensus(let epoch, .certificate(let certificate), _):
      "e\(epoch) certificate \(certificate.statement.summary)"
    case .consensus(let epoch, .request(let views), _):
      "e\(epoch) wants views \(views.lowerBound)…\(views.upperBound)"
    case .wantBlock(let hash): "wants block \(hash.short)"
    case .block(let block): "block \(block.header.height) \(block.header.hash.short)"
    case .wantChain(let height): "wants the chain after \(height)"
    case .chain(let blocks, _): "chain of \(blocks.count)"
    case .inquire: "inquires"
    case .findings(let findings, let votes): "\(findings.count) findings, \(votes.count) votes"
    }
  }
}

extension Statement {
  /// The statement in a few words.
  var summary: String {
    switch content {
    case .notarize(let candidate):
      "N(\(view), \(candidate.parentView), \(candidate.block.short))"
    case .nullify: "X(\(view))"
    case .finalize(let candidate):
      "F(\(view), \(candidate.parentView), \(candidate.block.short))"
    }
  }
}

extension Digest {
  /// Enough of it to tell it from others in a trace.
  var short: String { String(description.dropFirst(2).prefix(6)) }
}
