import Chain
import Sockets
import Synchronization

extension PeerTable {
  /// Ends a connection at whatever stage it is; the other end may still read why.
  mutating func end(_ id: UInt64, because end: SessionEnd, at now: Duration) {
    guard let entry = entries[id] else { return }
    if case .leaving = entry.stage { return }
    entries[id]?.stage = .leaving(until: now + Self.leavingTime)
    if case .own(let reason) = end {
      entry.connection.leave(because: reason, at: now)
    } else {
      entry.connection.endOutput(at: now)
    }
    if case .connected(let since) = entry.stage, let nodeID = entry.nodeID {
      disconnected(nodeID, id, after: now - since, because: end, at: now)
    } else if let endpoint = entry.endpoint {
      notReached(endpoint, because: end, at: now)
    } else if !isStopping {
      refused(entry.connection.address, because: end.description)
    }
    if end.isMisbehaviour, let nodeID = entry.nodeID {
      keepAway(nodeID, because: end.description, at: now)
    }
    if entry.stage == .connecting || entry.connection.isDrained { close(id) }
  }

  private mutating func disconnected(
    _ nodeID: Address, _ id: UInt64, after time: Duration, because end: SessionEnd,
    at now: Duration
  ) {
    guard connected[nodeID] == id else { return }
    connected[nodeID] = nil
    hub.roster.withLock { $0.set(nil, for: nodeID) }
    plan.ended(nodeID, after: time, isLasting: end.isLasting, at: now, random: &random)
    guard !isStopping else { return }
    hub.log(.disconnected(nodeID, because: end.description))
    hub.deliver(.disconnected(nodeID, because: end.description))
  }

  mutating func notReached(_ endpoint: PeerEndpoint, because end: SessionEnd, at now: Duration) {
    if end == .handshake(.ownNode) { plan.leadsHome(endpoint) }
    let time = plan.failed(endpoint, isLasting: end.isLasting, at: now, random: &random)
    // Who is connected in another way was reached.
    guard !isStopping, connected[endpoint.nodeID] == nil else { return }
    hub.log(
      .notReached(endpoint, because: end.description, again: time, isLasting: end.isLasting))
  }

  /// Lets go of the socket.
  mutating func close(_ id: UInt64) {
    settleHalfOpen(id)
    guard let entry = entries.removeValue(forKey: id) else { return }
    entry.connection.close()
    if entry.isInbound { admission.closed(entry.connection.address) }
  }

  /// Says that somebody was not let in, but not of each in a crowd.
  mutating func refused(_ address: SocketAddress, because reason: String) {
    refusedCount += 1
    if refusedCount == 1 { hub.log(.refused(address, because: reason)) }
  }

  // MARK: Misbehaviour

  mutating func leave(_ nodeID: Address, because reason: String, at now: Duration) {
    let isReserved = connected[nodeID].flatMap { entries[$0]?.speaksFor }
      .map(terms.validators.contains)
    if let id = connected[nodeID] { end(id, because: .own(reason), at: now) }
    if isReserved != true { keepAway(nodeID, because: reason, at: now) }
  }

  private mutating func keepAway(_ nodeID: Address, because reason: String, at now: Duration) {
    // Without its validators a chain stands still: they are only dialled later.
    guard !plan.postpone(nodeID, at: now) else { return }
    let time = bans.ban(nodeID, at: now)
    hub.log(.keptAway(nodeID, for: time, because: reason))
  }
}
