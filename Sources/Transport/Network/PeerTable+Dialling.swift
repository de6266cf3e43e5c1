import Chain
import Sockets

extension PeerTable {
  mutating func dial(at now: Duration) {
    // Whoever is about to be connected is not dialled.
    var there = Set(connected.keys)
    for entry in entries.values {
      switch entry.stage {
      case .identified, .waiting: if let nodeID = entry.nodeID { there.insert(nodeID) }
      case .connecting, .shaking, .connected, .leaving: break
      }
    }
    let isValidator = introduction.endorsement.map { terms.validators.contains($0.key) } ?? false
    let due = plan.due(at: now, registeredMax: isValidator ? nil : limits.outboundCountMax) {
      there.contains($0)
    }
    for endpoint in due {
      if let address = SocketAddress(endpoint.host, port: endpoint.port) {
        connect(endpoint, to: address, at: now)
        continue
      }
      let isAsked = lookup.addresses(of: endpoint) { [hub] result in
        hub.ask(.found(endpoint, result))
      }
      if !isAsked {
        notReached(endpoint, because: .own("too many names are looked up already"), at: now)
      }
    }
  }

  mutating func found(
    _ endpoint: PeerEndpoint, _ result: Result<[SocketAddress], SocketError>, at now: Duration
  ) {
    guard !isStopping else { return }
    switch result {
    case .success(let addresses):
      guard let address = addresses.randomElement(using: &random) else { return }
      connect(endpoint, to: address, at: now)
    case .failure(let error):
      notReached(endpoint, because: .own(error.reason), at: now)
    }
  }

  private mutating func connect(
    _ endpoint: PeerEndpoint, to address: SocketAddress, at now: Duration
  ) {
    let session = Session(
      dialling: endpoint.nodeID, as: hub.identity, ephemeral: makeEphemeral(), limits: limits,
      at: now)
    do throws(SocketError) {
      let socket = try Socket(connectingTo: address)
      try add(socket, at: address, session: session, endpoint: endpoint, now: now)
    } catch {
      if error.isShortage { hub.log(.outOfFiles(error)) }
      notReached(endpoint, because: .own(error.reason), at: now)
    }
  }

  /// The system has made a connection, or given up.
  mutating func connect(_ id: UInt64) {
    guard let entry = entries[id] else { return }
    if let error = entry.connection.takeError() {
      end(id, because: .own(error.reason), at: hub.now)
    } else {
      entries[id]?.stage = .shaking
      serve(id)
    }
  }

  // MARK: Epochs

  mutating func begin(_ said: Introduction, _ new: NetworkTerms, at now: Duration) {
    introduction = said
    terms = new
    hasNewIntroduction = true
    plan.update(
      configured: hub.settings.configured, registered: new.registered, at: now)
    for id in Array(connected.values) { judgeStanding(of: id) }
  }

  /// Tells every node who this one is in the epoch that has begun.
  ///
  /// Not for each epoch of many that pass at once, while this node catches up.
  mutating func introduceAnew(at now: Duration) {
    hasNewIntroduction = false
    introducedAt = now
    for id in connected.values { entries[id]?.connection.introduce(introduction, at: now) }
  }
}
