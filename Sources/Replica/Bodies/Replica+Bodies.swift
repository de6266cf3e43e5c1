import Chain
import Codec
import Consensus
import Cryptography
import Ledger

/// From an offer to a block whose body is at hand and checked.
extension Replica {
  /// Begins to put a body together from what was offered and what waits in the pool.
  mutating func open(_ offered: Offered, from peer: Address, at now: Moment) {
    let header = offered.header
    let hash = header.hash
    guard tree[hash] == nil else { return tell(.block(header, .valid), at: now) }
    guard openBodies[hash] == nil, orphans[hash] == nil, makeRoomForBody() else { return }
    switch offered.body {
    case .whole(let body): collect(parts(of: body), of: header, hash, from: peer, at: now)
    case .hashes(let hashes):
      let parts = hashes.map { pool[$0].map { BodyPart.known($0.transaction) } }
      collect(parts, of: header, hash, from: peer, at: now)
    case .known: effects.append(.send(.blockWanted(hash), to: peer))
    }
  }

  /// Takes a whole block, as it comes when it was asked for.
  mutating func hear(_ block: Block, from peer: Address, at now: Moment) {
    let hash = block.header.hash
    guard tree[hash] == nil, orphans[hash] == nil, block.header.height > tree.root.height else {
      return
    }
    if let open = openBodies[hash], open.isChecking { return }
    openBodies[hash] = nil
    guard makeRoomForBody() else { return }
    collect(parts(of: block.body), of: block.header, hash, from: peer, at: now)
  }

  /// Signatures that were checked before are not checked again.
  func parts(of body: Body) -> [BodyPart] {
    body.transactions.map { raw in
      let known = pool.isEmpty ? nil : pool[Keccak256.hash(raw.span)]
      return known.map { .known($0.transaction) } ?? .raw(raw)
    }
  }

  /// Drops the body that has been open longest in height, so that new ones have a place.
  private mutating func makeRoomForBody() -> Bool {
    guard openBodies.count >= ReplicaLimits.openBodiesMax else { return true }
    let idle = openBodies.filter { !$0.value.isChecking }
    guard let oldest = idle.min(by: { $0.value.header.height < $1.value.header.height }) else {
      return false
    }
    openBodies[oldest.key] = nil
    return true
  }

  private mutating func collect(
    _ parts: [BodyPart?], of header: Header, _ hash: Digest, from peer: Address, at now: Moment
  ) {
    guard parts.count == header.transactionCount else {
      return leave(peer, because: "it offered a body of another length than its header says")
    }
    let body = OpenBody(header: header, peer: peer, parts: parts)
    openBodies[hash] = body
    let missing = body.missing
    guard missing.isEmpty else {
      effects.append(.send(.transactionsWanted(block: hash, places: missing), to: peer))
      return
    }
    complete(body, hash, at: now)
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

  mutating func fill(
    _ hash: Digest, with transactions: [[UInt8]], from peer: Address, at now: Moment
  ) {
    guard var body = openBodies[hash], body.peer == peer, !body.isChecking else { return }
    let missing = body.missing
    guard transactions.count == missing.count else {
      openBodies[hash] = nil
      return leave(peer, because: "it sent other transactions of a block than it was asked for")
    }
    for (place, raw) in zip(missing, transactions) { body.parts[Int(place)] = .raw(raw) }
    complete(body, hash, at: now)
  }

  mutating func answer(_ places: [UInt32], of hash: Digest, to peer: Address) {
    guard let block = tree[hash], places.last.map({ $0 < block.transactions.count }) ?? false
    else { return }
    let transactions = places.map { block.transactions[Int($0)].message.raw }
    effects.append(.send(.blockTransactions(block: hash, transactions), to: peer))
  }

  /// Takes a block whose transactions are signed and are what its header commits to.
  mutating func take(
    _ header: Header, _ hash: Digest, _ transactions: [Recovered<Transaction>], at now: Moment
  ) {
    guard header.height > tree.root.height, tree[hash] == nil else { return }
    guard let rules = tree.rules(on: header.parentHash) else {
      return keepOrphan(Orphan(header: header, transactions: transactions), hash, at: now)
    }
    do throws(BodyError) {
      tree.insert(
        try OrderedBlock(header: header, hash: hash, transactions: transactions, under: rules))
      lastOrdered = hash
      tell(.block(header, .valid), at: now)
    } catch {
      tell(.block(header, .invalid), at: now)
    }
    adoptOrphans(of: hash, at: now)
    completeRange(at: now)
  }

  /// Without the blocks before it nothing tells the base fee; a quorum may have told that already.
  private mutating func keepOrphan(_ orphan: Orphan, _ hash: Digest, at now: Moment) {
    if orphans.count >= ReplicaLimits.openBodiesMax,
      let highest = orphans.max(by: { $0.value.header.height < $1.value.header.height })
    {
      orphans[highest.key] = nil
    }
    orphans[hash] = orphan
    if engine.trusts(hash) { tell(.block(orphan.header, .valid), at: now) }
    effects.append(
      contentsOf: nextPeerToAsk().map {
        [.send(.blockWanted(orphan.header.parentHash), to: $0)]
      } ?? [])
  }

  private mutating func adoptOrphans(of parent: Digest, at now: Moment) {
    for (hash, orphan) in orphans where orphan.header.parentHash == parent {
      orphans[hash] = nil
      take(orphan.header, hash, orphan.transactions, at: now)
    }
  }
}
