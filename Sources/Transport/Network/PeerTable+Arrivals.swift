import Chain
import Codec
import Cryptography
import Sockets
import Synchronization

extension PeerTable {
  // MARK: Sockets

  mutating func accept(from listener: ListeningSocket) {
    do throws(SocketError) {
      while try listener.socket.accept({ socket, address in
        receive(socket, from: address)
      }) {}
    } catch {
      hub.log(.outOfFiles(error))
    }
  }

  private mutating func receive(_ socket: consuming Socket, from address: SocketAddress) {
    let now = hub.now
    if let reason = admission.admit(address, at: now) {
      refused(address, because: reason)
      return
    }
    let session = Session(
      listeningAs: hub.identity, ephemeral: makeEphemeral(), limits: limits, at: now)
    do throws(SocketError) {
      try add(socket, at: address, session: session, endpoint: nil, now: now)
    } catch {
      hub.log(.outOfFiles(error))
      admission.settled()
      admission.closed(address)
    }
  }

  mutating func add(
    _ socket: consuming Socket, at address: SocketAddress, session: Session,
    endpoint: PeerEndpoint?, now: Duration
  ) throws(SocketError) {
    lastID += 1
    let id = lastID
    socket.keepUnsentBelow(TransportLimits.unsentBytesMax)
    socket.keepUnreadBelow(TransportLimits.unreadBytesMax)
    // The system says nothing of it before it is asked, so the entry may come after.
    try hub.poller.add(socket, token: id)
    let connection = PeerConnection(
      id: id, address: address, direction: endpoint == nil ? .inbound : .outbound,
      socket: socket, session: session, attention: hub.attention)
    entries[id] = PeerEntry(
      connection: connection, endpoint: endpoint, began: now,
      stage: endpoint == nil ? .shaking : .connecting, isHalfOpen: endpoint == nil)
  }

  /// Draws until the number is a private key, which is nearly always the first.
  mutating func makeEphemeral() -> EphemeralKey {
    while true {
      let bytes = InlineArray<32, UInt8> { _ in .random(in: .min ... .max, using: &random) }
      if let key = try? PrivateKey(.init(storage: bytes)) { return EphemeralKey(key) }
    }
  }

  // MARK: Sessions

  mutating func handle(_ event: SessionEvent, of id: UInt64) {
    guard let entry = entries[id] else { return }
    let now = hub.now
    switch event {
    case .identified(let nodeID): identified(id, as: nodeID, at: now)
    case .introduced(let said): introduced(id, said, at: now)
    case .received(let queue, let message):
      if case .connected = entry.stage, let nodeID = entry.nodeID {
        hub.deliver(.received(nodeID, queue, message))
      } else {
        entry.connection.done(message.count, at: now)
      }
    case .ended(let end): self.end(id, because: end, at: now)
    }
  }

  private mutating func identified(_ id: UInt64, as nodeID: Address, at now: Duration) {
    guard var entry = entries[id], entry.stage == .shaking else { return }
    entry.stage = .identified
    entry.nodeID = nodeID
    entries[id] = entry
    guard entry.isInbound else {
      entry.connection.introduce(introduction, at: now)
      return
    }
    // Both dial at one time: one of the connections is given up before it costs more.
    let own = entries.first { _, other in
      other.endpoint?.nodeID == nodeID && (other.stage == .shaking || other.stage == .identified)
    }
    guard let own else { return }
    let isOwnKept = hub.identity.nodeID < nodeID
    end(isOwnKept ? id : own.key, because: .own(Self.keptReason), at: now)
  }

  private static let keptReason = "of two connections, the one that the lower id dialled is kept"

  private mutating func introduced(_ id: UInt64, _ said: Introduction, at now: Duration) {
    guard var entry = entries[id], let nodeID = entry.nodeID else { return }
    entry.introduction = said
    entries[id] = entry
    switch entry.stage {
    case .connected: judgeStanding(of: id)
    case .identified: decide(id, nodeID, at: now)
    case .connecting, .shaking, .waiting, .leaving: break
    }
  }

  /// Finds out anew for whom a connected node speaks.
  mutating func judgeStanding(of id: UInt64) {
    guard var entry = entries[id], case .connected(let since) = entry.stage,
      let nodeID = entry.nodeID
    else { return }
    let key = entry.introduction?.speaksFor(in: introduction.epoch)
    guard key != entry.speaksFor else { return }
    entry.speaksFor = key
    entries[id] = entry
    entry.connection.setStanding(speaksFor: key, connectedAt: since)
    hub.deliver(.endorsed(nodeID, speaksFor: key))
  }

  /// Whether a node has a place of its own: for a validator, or by the operator's wish.
  ///
  /// A validator has places for some processes, the first ones; whoever else it endorses is a guest
  /// like any other.
  private func isReserved(_ id: UInt64, _ entry: PeerEntry) -> Bool {
    if hub.settings.configured.contains(where: { $0.nodeID == entry.nodeID }) { return true }
    guard let key = entry.introduction?.speaksFor(in: introduction.epoch),
      terms.validators.contains(key)
    else { return false }
    let earlierCount = entries.count { otherID, other in
      guard otherID < id, case .connected = other.stage else { return false }
      return other.speaksFor == key
    }
    return earlierCount < limits.processesPerValidatorMax
  }

  private mutating func decide(_ id: UInt64, _ nodeID: Address, at now: Duration) {
    guard let entry = entries[id] else { return }
    if bans.isBanned(nodeID, at: now), !isReserved(id, entry) {
      end(id, because: .own("it is kept away for what it did"), at: now)
      return
    }
    guard let oldID = connected[nodeID], let old = entries[oldID],
      case .connected(let since) = old.stage
    else {
      welcome(id, at: now)
      return
    }
    switch Rivalry.judge(
      own: hub.identity.nodeID, other: nodeID, oldIsInbound: old.isInbound,
      newIsInbound: entry.isInbound, oldIsFresh: now - since < limits.handshakeTime)
    {
    case .keepOld: end(id, because: .own(Self.keptReason), at: now)
    case .takeNew:
      end(oldID, because: .own(Self.keptReason), at: now)
      welcome(id, at: now)
    case .askOld:
      old.connection.ping(at: now)
      entries[id]?.stage = .waiting(
        since: now, until: now + limits.proofOfLifeTime, old: oldID)
    }
  }

  /// Decides about a second connection by whether the first one has answered.
  mutating func settle(
    _ id: UInt64, since: Duration, until: Duration, old: UInt64, at now: Duration
  ) {
    guard let rival = entries[old], case .connected = rival.stage else {
      entries[id]?.stage = .identified
      if let nodeID = entries[id]?.nodeID { decide(id, nodeID, at: now) }
      return
    }
    if rival.connection.lastHeard > since {
      end(id, because: .own("it has another connection, which works"), at: now)
    } else if now > until {
      end(old, because: .own("it came again, and did not answer on this connection"), at: now)
      welcome(id, at: now)
    }
  }

  private mutating func welcome(_ id: UInt64, at now: Duration) {
    guard var entry = entries[id], let nodeID = entry.nodeID else { return }
    if entry.isInbound, !isReserved(id, entry),
      let reason = GuestPlaces.refusal(
        of: entry.connection.address, beside: guests, limits: limits)
    {
      end(id, because: .own(reason), at: now)
      return
    }
    entry.stage = .connected(since: now)
    entry.speaksFor = entry.introduction?.speaksFor(in: introduction.epoch)
    entries[id] = entry
    settleHalfOpen(id)
    connected[nodeID] = id
    entry.connection.setStanding(speaksFor: entry.speaksFor, connectedAt: now)
    if let endpoint = entry.endpoint {
      plan.succeeded(endpoint)
    } else {
      entry.connection.introduce(introduction, at: now)
    }
    hub.roster.withLock { $0.set(entry.connection, for: nodeID) }
    hub.log(.connected(nodeID, at: entry.connection.address, isInbound: entry.isInbound))
    hub.deliver(.connected(nodeID, speaksFor: entry.speaksFor))
  }

  /// Where those are who are connected on nobody's behalf and by nobody's wish here.
  private var guests: [SocketAddress] {
    entries.compactMap { id, entry in
      guard case .connected = entry.stage, entry.isInbound, !isReserved(id, entry) else {
        return nil
      }
      return entry.connection.address
    }
  }

  mutating func settleHalfOpen(_ id: UInt64) {
    guard entries[id]?.isHalfOpen == true else { return }
    entries[id]?.isHalfOpen = false
    admission.settled()
  }
}
