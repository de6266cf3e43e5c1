import Chain
import Codec
import Consensus
import Cryptography
import Ledger

/// From an offer to a body whose transactions are all there.
extension Replica {
  /// Begins to put a body together from what was offered and what waits in the pool.
  mutating func open(
    _ offered: Offered, by leader: PublicKey, from peer: Address, at now: Moment
  ) {
    let header = offered.header
    let hash = header.hash
    guard engine.awaits(hash) else { return }
    guard tree[hash] == nil else { return tell(.block(header, .valid), at: now) }
    guard orphans[hash] == nil else { return }
    if let open = openBodies[hash] {
      // Others may offer what they cannot fill; the leader can, and a whole body needs nothing.
      guard !open.isChecking, offered.body.isWhole || peers[peer]?.key == leader else { return }
    }
    switch offered.body {
    case .whole(let body): collect(parts(of: body), of: header, hash, from: peer, at: now)
    case .hashes(let hashes):
      let parts = hashes.map { pool[$0].map { BodyPart.known($0.transaction) } }
      collect(parts, of: header, hash, from: peer, at: now)
    case .known: want(hash, from: peer, at: now)
    }
  }

  /// Signatures that were checked before are not checked again.
  func parts(of body: Body) -> [BodyPart] {
    body.transactions.map { raw in
      let hash = pool.isEmpty && remembered.isEmpty ? nil : Keccak256.hash(raw.span)
      let known = hash.flatMap { pool[$0]?.transaction ?? remembered.checked($0) }
      return known.map { .known($0) } ?? .raw(raw)
    }
  }

  mutating func collect(
    _ parts: [BodyPart?], of header: Header, _ hash: Digest, from peer: Address, at now: Moment
  ) {
    guard parts.count == header.transactionCount else {
      return leave(peer, because: "it offered a body of another length than its header says")
    }
    guard openBodies[hash] != nil || makeRoomForBody() else { return }
    let body = OpenBody(
      header: header, peer: peer, deadline: now.milliseconds + settings.bodyMilliseconds,
      parts: parts)
    openBodies[hash] = body
    let missing = body.missing
    guard missing.isEmpty else {
      effects.append(.send(.transactionsWanted(block: hash, places: missing), to: peer))
      return
    }
    complete(body, hash, at: now)
  }

  /// Drops the lowest of the bodies that are open, so that new ones have a place.
  private mutating func makeRoomForBody() -> Bool {
    guard openBodies.count >= ReplicaLimits.openBodiesMax else { return true }
    let idle = openBodies.filter { !$0.value.isChecking }
    guard let lowest = idle.min(by: { $0.value.header.height < $1.value.header.height }) else {
      return false
    }
    openBodies[lowest.key] = nil
    return true
  }

  private mutating func complete(_ body: OpenBody, _ hash: Digest, at now: Moment) {
    var body = body
    body.isChecking = true
    openBodies[hash] = body
    let parts = body.parts.compactMap(\.self)
    if !check(.body(body.header, hash: hash, parts, from: body.peer), at: now) {
      openBodies[hash] = nil
    }
  }

  /// Takes the transactions that were missing.
  mutating func fill(
    _ hash: Digest, with transactions: [[UInt8]], from peer: Address, at now: Moment
  ) {
    guard var body = openBodies[hash], body.peer == peer, !body.isChecking else { return }
    let missing = body.missing
    guard transactions.count == missing.count else {
      openBodies[hash] = nil
      leave(peer, because: "it sent other transactions of a block than it was asked for")
      return wantElsewhere(hash, than: peer, at: now)
    }
    for (place, raw) in zip(missing, transactions) { body.parts[Int(place)] = .raw(raw) }
    complete(body, hash, at: now)
  }

  /// Asks others for the whole block when whoever offered it does not send what is missing.
  mutating func expireBodies(at now: Moment) {
    for (hash, body) in openBodies where !body.isChecking && body.deadline <= now.milliseconds {
      openBodies[hash] = nil
      wantElsewhere(hash, than: body.peer, at: now)
    }
    for (hash, deadline) in wantedBlocks where deadline <= now.milliseconds {
      wantedBlocks[hash] = nil
    }
  }
}

extension BodyOffer {
  fileprivate var isWhole: Bool { if case .whole = self { true } else { false } }
}
