import Chain
import Codec
import Consensus
import Cryptography
import TestSupport

/// Decides what an adversary sends in place of what the honest code would.
final class AdversaryMind {
  private let kind: Adversary
  private let key: ValidatorKey
  private var random: SplitMix64
  /// What the outdated one has sent before.
  private var past: [NodeMessage] = []
  /// The equivocator's second block in place of its first one.
  private var doubles: [Digest: Block] = [:]
  private var lawless: LawlessMind

  init(_ kind: Adversary, key: ValidatorKey, seed: UInt64) {
    self.kind = kind
    self.key = key
    random = SplitMix64(seed: seed)
    lawless = LawlessMind(key: key, seed: seed)
  }

  func messages(
    insteadOf message: NodeMessage, to receiver: Int, in world: World
  ) -> [NodeMessage] {
    switch kind {
    case .equivocator: [equivocated(message, to: receiver, in: world)]
    case .nuller: [message] + nullification(beside: message, in: world)
    case .withholder: withheld(message, from: receiver)
    case .impersonator: [message] + impersonations(of: message, in: world)
    case .outdated: [message] + old(message)
    case .mutator: [mutated(message)]
    case .lawless: lawless.messages(insteadOf: message, in: world)
    case .twin, .earlyClock: [message]
    }
  }

  private func vote(_ statement: Statement, in world: World) -> Vote {
    key.vote(statement, on: world.rules.network)
  }

  private func ownPlace(in epoch: Epoch, _ world: World) -> Int? {
    world.rules.set(of: epoch).index(of: key.publicKey)
  }

  // MARK: Equivocator

  private func equivocated(
    _ message: NodeMessage, to receiver: Int, in world: World
  ) -> NodeMessage {
    guard case .consensus(let epoch, let inner, let body) = message else { return message }
    switch inner {
    case .proposal(let proposal):
      guard let candidate = proposal.vote.statement.candidate,
        let double = double(of: proposal.header), receiver % 2 == 1
      else { return message }
      let other = Statement(
        epoch: epoch, view: proposal.vote.statement.view,
        content: .notarize(
          Statement.Candidate(parentView: candidate.parentView, block: double.header.hash)))
      let forged = Proposal(header: double.header, vote: vote(other, in: world))
      return .consensus(epoch, .proposal(forged), body: body == nil ? nil : double)
    case .vote(let own, let place):
      guard place == ownPlace(in: epoch, world), receiver % 2 == 1,
        let candidate = own.statement.candidate
      else { return message }
      let block =
        doubles[candidate.block]?.header.hash
        ?? (random.happens(oneIn: 2) ? candidate.block : random.digest())
      let other = Statement.Candidate(parentView: candidate.parentView, block: block)
      let content: Statement.Content =
        own.statement.kind == .notarize ? .notarize(other) : .finalize(other)
      let statement = Statement(epoch: epoch, view: own.statement.view, content: content)
      return .consensus(epoch, .vote(vote(statement, in: world), by: place), body: nil)
    case .certificate, .request: return message
    }
  }

  /// Another block in the same place.
  private func double(of header: Header) -> Block? {
    guard header.proposer == key.account else { return nil }
    let hash = header.hash
    if let known = doubles[hash] { return known }
    // Now and then one that breaks the rules of bodies.
    let first: UInt8 = random.happens(oneIn: 4) ? ChainRules.poison : 2
    guard let body = try? Body([[first] + random.bytes(count: 1...8)]) else { return nil }
    var other = header
    other.transactionsRoot = body.root
    other.transactionCount = 1
    guard let block = try? Block(header: other, body: body) else { return nil }
    doubles[hash] = block
    return block
  }

  // MARK: Nuller

  private func nullification(beside message: NodeMessage, in world: World) -> [NodeMessage] {
    guard case .consensus(let epoch, .vote(let own, let place), _) = message,
      place == ownPlace(in: epoch, world), own.statement.kind != .nullify
    else { return [] }
    let statement = Statement(epoch: epoch, view: own.statement.view, content: .nullify)
    return [.consensus(epoch, .vote(vote(statement, in: world), by: place), body: nil)]
  }

  // MARK: Withholder

  private func withheld(_ message: NodeMessage, from receiver: Int) -> [NodeMessage] {
    switch message {
    case .consensus(let epoch, .proposal(let proposal), _):
      if random.happens(oneIn: 3) { return [message] }
      return random.happens(oneIn: 2)
        ? [] : [.consensus(epoch, .proposal(proposal), body: nil)]
    case .consensus(_, .vote, _), .consensus(_, .certificate, _):
      return receiver % 3 == 0 || random.happens(oneIn: 3) ? [message] : []
    case .block, .chain, .findings: return random.happens(oneIn: 3) ? [message] : []
    case .consensus, .wantBlock, .wantChain, .inquire: return [message]
    }
  }

  // MARK: Impersonator

  private func impersonations(of message: NodeMessage, in world: World) -> [NodeMessage] {
    guard case .consensus(let epoch, .vote(let own, _), _) = message else { return [] }
    let set = world.rules.set(of: epoch)
    let place = random.number(in: 0...(set.members.count - 1))
    let contents: [Statement.Content] = [.nullify, own.statement.content]
    let statement = Statement(
      epoch: epoch, view: own.statement.view, content: contents[random.number(in: 0...1)])
    let forged = vote(statement, in: world)
    var signatures = SortedMap<Int, Signature>()
    for member in set.members.indices { signatures[member] = forged.signature }
    let certificate = Certificate(
      statement: statement, setCount: set.members.count, signatures: signatures)
    return [
      .consensus(epoch, .vote(forged, by: place), body: nil),
      .consensus(epoch, .certificate(certificate), body: nil),
    ]
  }

  // MARK: Outdated

  private func old(_ message: NodeMessage) -> [NodeMessage] {
    if past.count < 64 {
      past.append(message)
    } else if random.happens(oneIn: 8) {
      past[random.number(in: 0...63)] = message
    }
    return (0..<random.number(in: 0...2)).map { _ in past[random.number(in: 0...(past.count - 1))] }
  }

  // MARK: Mutator

  private func mutated(_ message: NodeMessage) -> NodeMessage {
    guard random.happens(oneIn: 3) else { return message }
    switch message {
    case .consensus(let epoch, .vote(let vote, let place), _):
      guard let other = flipped(vote) else { return message }
      return .consensus(epoch, .vote(other, by: place), body: nil)
    case .consensus(let epoch, .certificate(let certificate), _):
      guard let other = flipped(certificate) else { return message }
      return .consensus(epoch, .certificate(other), body: nil)
    case .consensus(let epoch, .proposal(let proposal), let body):
      guard let header = flipped(proposal.header) else { return message }
      return .consensus(
        epoch, .proposal(Proposal(header: header, vote: proposal.vote)), body: body)
    case .block(let block):
      return flipped(block).map { .block($0) } ?? message
    case .consensus, .wantBlock, .wantChain, .chain, .inquire, .findings: return message
    }
  }

  private func flipped<Value: Canonical>(_ value: Value) -> Value? {
    var bytes = value.canonicalBytes
    bytes[random.number(in: 0...(bytes.count - 1))] ^= 1 << UInt8(random.number(in: 0...7))
    return try? Value(canonicalBytes: bytes.span)
  }
}
