package import Chain

/// Nodes that are kept away for a while because they broke the rules.
///
/// Each time for twice as long; whoever has behaved for as long as the longest ban starts anew.
package struct Bans: Sendable {
  private struct Ban: Sendable {
    var until: Duration
    var time: Duration
  }

  package static let countMax = 4_096

  private let limits: TransportLimits
  private var bans: [Address: Ban] = [:]

  package init(limits: TransportLimits) {
    self.limits = limits
  }

  package var count: Int { bans.count }

  package func isBanned(_ id: Address, at now: Duration) -> Bool {
    bans[id].map { $0.until > now } ?? false
  }

  /// Begins a ban, and returns for how long.
  package mutating func ban(_ id: Address, at now: Duration) -> Duration {
    forget(at: now)
    let time = min(bans[id].map { $0.time * 2 } ?? limits.banTimeMin, limits.banTimeMax)
    if bans[id] == nil, bans.count >= Self.countMax,
      let first = bans.min(by: { ($0.value.until, $0.key) < ($1.value.until, $1.key) })
    {
      bans[first.key] = nil
    }
    bans[id] = Ban(until: now + time, time: time)
    return time
  }

  private mutating func forget(at now: Duration) {
    bans = bans.filter { $0.value.until + limits.banTimeMax > now }
  }
}
