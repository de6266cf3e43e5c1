import Chain
import Codec
import Consensus
import Cryptography
import Replica
import TestSupport

/// Decides what a dishonest node sends in place of what the honest code would.
final class MischiefMaker {
  private let kind: Mischief
  private let key: ValidatorKey
  private let network: Network
  private var random: SplitMix64
  private var past: [PeerMessage] = []
  private var forger: SnapshotForger
  /// A transaction that it has sent before.
  private var stray: [UInt8]?

  init(
    _ kind: Mischief, key: ValidatorKey, network: Network, chunkSizeBytes: Int, seed: UInt64
  ) {
    self.kind = kind
    self.key = key
    self.network = network
    random = SplitMix64(seed: seed)
    forger = SnapshotForger(
      key: key, network: network, chunkSizeBytes: chunkSizeBytes, seed: seed ^ 0xF0)
  }

  /// How often it has made up a state, or how an epoch ended.
  var forgeryCount: Int { forger.count }

  func messages(
    insteadOf message: PeerMessage, to receiver: Int, from store: any FinalStore
  ) -> [PeerMessage] {
    switch kind {
    case .equivocator: [equivocated(message, to: receiver)]
    case .withholder: isWithheld(message) ? [] : [message]
    case .fabricator: [fabricated(message)]
    case .boaster, .pretender: [boasted(message)]
    case .outdated: [message] + old(message)
    case .forger: [forged(message, to: receiver, from: store)]
    case .mutator: mutated(message)
    case .swapper: [swapped(message)]
    case .counterfeiter: [counterfeited(message)]
    }
  }

  /// An empty block in the place of the one that was built, for some.
  private func equivocated(_ message: PeerMessage, to receiver: Int) -> PeerMessage {
    guard case .proposal(let header, let vote, .whole(let body)) = message,
      !body.transactions.isEmpty, receiver.isMultiple(of: 2),
      case .notarize(let candidate) = vote.statement.content,
      let empty = try? Body([])
    else { return message }
    var other = header
    other.transactionsRoot = empty.root
    other.transactionCount = 0
    let statement = Statement(
      epoch: vote.statement.epoch, view: vote.statement.view,
      content: .notarize(
        Statement.Candidate(parentView: candidate.parentView, block: other.hash)))
    return .proposal(other, key.vote(statement, on: network), .whole(empty))
  }

  private func isWithheld(_ message: PeerMessage) -> Bool {
    switch message {
    case .proposal, .block, .blockTransactions, .range, .highest, .transactions:
      random.happens(oneIn: 2)
    case .status, .vote, .certificate, .certificatesWanted, .blockWanted, .transactionsWanted,
      .rangeWanted, .highestWanted, .snapshotWanted, .snapshot, .epochEndsWanted, .epochEnds,
      .proofWanted, .proof:
      random.happens(oneIn: 8)
    }
  }

  private func fabricated(_ message: PeerMessage) -> PeerMessage {
    if case .proposal(let header, let vote, .whole) = message {
      let hashes = (0..<header.transactionCount).map { _ in random.digest() }
      return .proposal(header, vote, .hashes(hashes))
    }
    if case .blockTransactions(let block, let transactions) = message {
      return .blockTransactions(block: block, transactions.map { $0 + [0] })
    }
    if case .transactions(let transactions) = message {
      return .transactions(transactions + [random.bytes(count: 1...80)])
    }
    return message
  }

  private func boasted(_ message: PeerMessage) -> PeerMessage {
    if case .status(let status) = message {
      return .status(
        PeerStatus(
          epoch: Epoch(status.epoch.units + 3), view: status.view,
          height: Height(status.height.units + 10_000), block: random.digest(),
          oldestHeight: kind == .pretender || random.happens(oneIn: 2)
            ? Height(1) : status.height))
    }
    if case .range(let range) = message, range.blocks.count > 1 {
      return .range(
        BlockRange(blocks: Array(range.blocks.dropFirst()), certificate: range.certificate))
    }
    return message
  }

  private func counterfeited(_ message: PeerMessage) -> PeerMessage {
    guard case .range(let range) = message else { return message }
    let real = range.certificate
    let own = key.vote(real.statement, on: network).signature
    var signatures = SortedMap<Int, Signature>()
    for (member, _) in real.votes { signatures[member] = own }
    let certificate = Certificate(
      statement: real.statement, setCount: 8 * real.signers.count, signatures: signatures)
    return .range(BlockRange(blocks: range.blocks, certificate: certificate))
  }

  private func forged(
    _ message: PeerMessage, to receiver: Int, from store: any FinalStore
  ) -> PeerMessage {
    if case .snapshot(let part) = message {
      return .snapshot(forger.part(insteadOf: part, to: receiver, from: store))
    }
    if case .epochEnds(let ends) = message { return .epochEnds(forger.ends(insteadOf: ends)) }
    return message
  }

  private func old(_ message: PeerMessage) -> [PeerMessage] {
    if past.count < 64 {
      past.append(message)
    } else if random.happens(oneIn: 8) {
      past[random.number(in: 0...63)] = message
    }
    return (0..<random.number(in: 0...2)).map { _ in past[random.number(in: 0...(past.count - 1))] }
  }

  /// For some the first transaction is one that came before; it is signed, and in no such block.
  private func swapped(_ message: PeerMessage) -> PeerMessage {
    guard case .proposal(let header, let vote, .whole(let body)) = message,
      let first = body.transactions.first
    else { return message }
    defer { stray = first }
    guard let stray, stray != first, random.happens(oneIn: 2),
      let other = try? Body([stray] + body.transactions.dropFirst())
    else { return message }
    return .proposal(header, vote, .whole(other))
  }

  private func mutated(_ message: PeerMessage) -> [PeerMessage] {
    guard random.happens(oneIn: 6) else { return [message] }
    var bytes = message.canonicalBytes
    bytes[random.number(in: 0...(bytes.count - 1))] ^= 1 << UInt8(random.number(in: 0...7))
    // What cannot be read does not get beyond the transport.
    return (try? PeerMessage(canonicalBytes: bytes.span)).map { [$0] } ?? []
  }
}
