package import Chain

/// Which endpoints to dial, and when.
///
/// 1. An attempt that fails is followed by one after twice the time, from a quarter of a second to
///    half a minute, less a part that is drawn, so that many nodes do not come back at one instant.
/// 2. A connection that has held for some time makes the next attempt a quick one.
/// 3. Configured endpoints are always wanted. Registered ones are all wanted by a node that speaks
///    for a validator, and some of them by others.
package struct DialPlan: Sendable {
  private struct Target: Sendable {
    let endpoint: PeerEndpoint
    var isConfigured: Bool
    var isUnderway = false
    var backOff: Duration
    var next: Duration
  }

  private let own: Address
  private let limits: TransportLimits
  private var targets: [Target] = []
  /// Endpoints behind which this node itself was found.
  private var selves: Set<PeerEndpoint> = []

  package init(own: Address, limits: TransportLimits) {
    self.own = own
    self.limits = limits
  }

  /// Takes the endpoints that are there now; attempts that are under way go on.
  package mutating func update(
    configured: [PeerEndpoint], registered: [PeerEndpoint], at now: Duration
  ) {
    var known: [PeerEndpoint: Target] = [:]
    for target in targets { known[target.endpoint] = target }
    var updated: [Target] = []
    var listed: Set<PeerEndpoint> = selves
    for (endpoints, isConfigured) in [(configured, true), (registered, false)] {
      for endpoint in endpoints where endpoint.nodeID != own {
        guard listed.insert(endpoint).inserted else { continue }
        var target =
          known[endpoint]
          ?? Target(
            endpoint: endpoint, isConfigured: isConfigured, backOff: limits.redialTimeMin,
            next: now)
        target.isConfigured = isConfigured
        updated.append(target)
      }
    }
    targets = updated
  }

  /// The endpoints to dial now, which are under way from then on.
  ///
  /// At most so many registered ones are wanted, if there is a limit.
  package mutating func due(
    at now: Duration, registeredMax: Int?, isUnwanted: (Address) -> Bool
  ) -> [PeerEndpoint] {
    var busy = Set(targets.filter(\.isUnderway).map(\.endpoint.nodeID))
    var left = Int.max
    if let registeredMax {
      let there = targets.filter { target in
        !target.isConfigured && (target.isUnderway || isUnwanted(target.endpoint.nodeID))
      }
      left = max(0, registeredMax - there.count)
    }
    var due: [PeerEndpoint] = []
    for index in targets.indices {
      let target = targets[index]
      guard target.next <= now, target.isConfigured || left > 0,
        !isUnwanted(target.endpoint.nodeID), busy.insert(target.endpoint.nodeID).inserted
      else { continue }
      if !target.isConfigured { left -= 1 }
      targets[index].isUnderway = true
      due.append(target.endpoint)
    }
    return due
  }

  /// An attempt has failed; returns the time until the next one.
  package mutating func failed(
    _ endpoint: PeerEndpoint, isLasting: Bool, at now: Duration,
    random: inout some RandomNumberGenerator
  ) -> Duration {
    guard let index = targets.firstIndex(where: { $0.endpoint == endpoint }) else { return .zero }
    targets[index].isUnderway = false
    return postpone(index, isLasting: isLasting, at: now, random: &random)
  }

  /// An attempt has led to a connection.
  package mutating func succeeded(_ endpoint: PeerEndpoint) {
    guard let index = targets.firstIndex(where: { $0.endpoint == endpoint }) else { return }
    targets[index].isUnderway = false
  }

  /// A connection with a node has ended, whoever made it.
  package mutating func ended(
    _ nodeID: Address, after lasted: Duration, isLasting: Bool, at now: Duration,
    random: inout some RandomNumberGenerator
  ) {
    for index in targets.indices where targets[index].endpoint.nodeID == nodeID {
      if lasted >= limits.steadyTime { targets[index].backOff = limits.redialTimeMin }
      _ = postpone(index, isLasting: isLasting, at: now, random: &random)
    }
  }

  /// Dials a node as late as after many attempts that failed; false if it is not dialled at all.
  package mutating func postpone(_ nodeID: Address, at now: Duration) -> Bool {
    var isTarget = false
    for index in targets.indices where targets[index].endpoint.nodeID == nodeID {
      isTarget = true
      targets[index].backOff = limits.redialTimeMax
      targets[index].next = now + limits.redialTimeMax
    }
    return isTarget
  }

  /// This node itself answers there.
  package mutating func leadsHome(_ endpoint: PeerEndpoint) {
    selves.insert(endpoint)
    targets.removeAll { $0.endpoint == endpoint }
  }

  private mutating func postpone(
    _ index: Int, isLasting: Bool, at now: Duration, random: inout some RandomNumberGenerator
  ) -> Duration {
    if isLasting { targets[index].backOff = limits.redialTimeMax }
    let time = targets[index].backOff * Double.random(in: 0.5...1, using: &random)
    targets[index].next = max(targets[index].next, now + time)
    targets[index].backOff = min(limits.redialTimeMax, targets[index].backOff * 2)
    return time
  }
}
