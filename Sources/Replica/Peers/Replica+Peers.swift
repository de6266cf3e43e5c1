package import Chain
import Codec
import Consensus
import Cryptography

extension Replica {
  mutating func connect(_ peer: Address, speakingFor key: PublicKey?, at now: Moment) {
    disconnect(peer)
    guard peers.count < ReplicaLimits.peersMax else {
      return effects.append(.leave(peer, because: "this node has as many peers as it may have"))
    }
    peers[peer] = PeerRecord(number: nextPeerNumber, key: key, at: now.milliseconds)
    peersByNumber[nextPeerNumber] = peer
    nextPeerNumber += 1
    effects.append(.send(.status(status), to: peer))
    acceptance?.connect(peer, at: now.milliseconds)
    if isAsking { effects.append(.send(.highestWanted, to: peer)) }
    meet(peer, at: now)
  }

  /// Takes note of whom a peer speaks for; what it may send and owes stays as it is.
  mutating func endorse(_ peer: Address, speakingFor key: PublicKey?, at now: Moment) {
    guard peers[peer] != nil else { return }
    peers[peer]?.key = key
    meet(peer, at: now)
  }

  /// Lets the engine know of a member that is there; one that shows its key again and again, only
  /// now and then.
  private mutating func meet(_ peer: Address, at now: Moment) {
    guard let record = peers[peer], record.meetsAt <= now.milliseconds,
      let place = record.key.flatMap({ engine.plan.set.index(of: $0) })
    else { return }
    let again = now.milliseconds + settings.answerMilliseconds
    peers[peer]?.meetsAt = again
    tell(.connected(member: place), at: now)
  }

  mutating func disconnect(_ peer: Address) {
    guard let record = peers[peer] else { return }
    peers[peer] = nil
    peersByNumber[record.number] = nil
    catchUp.requests[peer] = nil
    acceptance?.disconnect(peer)
  }

  /// Whether a peer's message is within what it may send; one that sends more is left.
  mutating func pays(_ peer: Address, sizeBytes: Int, at now: Moment) -> Bool {
    guard var record = peers[peer] else { return false }
    let isWithin = record.bytes.take(sizeBytes, at: now.milliseconds)
    record.heardAt = now.milliseconds
    peers[peer] = record
    if !isWithin { leave(peer, because: "it sends more bytes than a peer may") }
    return isWithin
  }

  /// Has signatures checked, unless their sender has used up its share; then they are dropped.
  mutating func check(_ check: SignatureCheck, at now: Moment) -> Bool {
    guard var record = peers[check.peer] else { return false }
    let isWithin = record.signatures.take(check.signatureCount, at: now.milliseconds)
    peers[check.peer] = record
    if isWithin { effects.append(.check(check)) }
    return isWithin
  }

  mutating func leave(_ peer: Address, because reason: String) {
    disconnect(peer)
    effects.append(.leave(peer, because: reason))
  }

  mutating func broadcast(_ message: PeerMessage) {
    effects.append(.broadcast(message))
  }

  mutating func send(_ message: PeerMessage, to peer: Peer, of engine: Engine) {
    guard let address = self.peer(of: peer, in: engine) else { return }
    effects.append(.send(message, to: address))
  }

  package var peerCount: Int { peers.count }

  /// How far the chain is by the word of most peers, for people to read; nothing is done upon it.
  package var claimedHeight: Height? {
    let claims = peers.compactMap(\.value.status?.height).sorted()
    return claims.isEmpty ? nil : claims[(claims.count - 1) / 2]
  }

  /// Who an engine means.
  func peer(of peer: Peer, in engine: Engine) -> Address? {
    switch peer {
    case .other(let number): return peersByNumber[number]
    case .member(let place):
      let key = engine.plan.set.members[place].key
      return peers.first { $0.value.key == key }?.key
    }
  }

  /// How an engine calls a peer.
  func enginePeer(_ peer: Address, in engine: Engine) -> Peer? {
    guard let record = peers[peer] else { return nil }
    if let key = record.key, let place = engine.plan.set.index(of: key) { return .member(place) }
    return .other(record.number)
  }

  /// Whether a peer is gone, or was not heard for so long that it may be out of reach, although
  /// nobody has closed the connection.
  func isMute(_ peer: Address, at now: Moment) -> Bool {
    guard let record = peers[peer] else { return true }
    return record.heardAt + settings.muteMilliseconds <= now.milliseconds
  }

  /// A peer to ask for something, another one each time; those that did not answer, or are not
  /// heard, come last.
  mutating func nextPeer(
    at now: Moment, where suits: (Address, PeerRecord) -> Bool = { _, _ in true }
  ) -> Address? {
    nextPeer(among: peers.filter { suits($0.key, $0.value) }, at: now)
  }

  mutating func nextPeer(
    among suitable: [SortedMap<Address, PeerRecord>.Element], at now: Moment
  ) -> Address? {
    let promising = suitable.filter { peer, record in
      record.restsUntil <= now.milliseconds && !isMute(peer, at: now)
    }
    let candidates = promising.isEmpty ? suitable : promising
    guard let first = candidates.first?.key else { return nil }
    let next = candidates.first { candidate in lastAsked.map { $0 < candidate.key } ?? true }?.key
    lastAsked = next ?? first
    return lastAsked
  }
}
