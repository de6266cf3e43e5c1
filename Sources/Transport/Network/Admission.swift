package import Sockets

/// Who may begin a handshake, before anything is known but an address.
///
/// An address may have so many connections, and begin so many handshakes in some time. This
/// machine's own addresses may do as they like: a whole test network may live there, and nobody
/// else can come from there.
package struct Admission: Sendable {
  private struct Host: Sendable {
    var connectionCount = 0
    /// Handshakes it may begin at once, and since when that is so.
    var allowance: Double
    var since: Duration
  }

  package static let hostCountMax = 65_536

  private let limits: TransportLimits
  private var hosts: [[UInt8]: Host] = [:]
  package private(set) var halfOpenCount = 0

  package init(limits: TransportLimits) {
    self.limits = limits
  }

  /// Lets a connection in that somebody made, or says why not.
  package mutating func admit(_ address: SocketAddress, at now: Duration) -> String? {
    guard halfOpenCount < limits.halfOpenCountMax else {
      return "\(limits.halfOpenCountMax) connections have not shown who they are"
    }
    if !address.isLoopback {
      let key = address.clientKey
      guard var host = host(key, at: now) else { return "too many addresses have come" }
      guard host.connectionCount < limits.connectionsPerAddressMax else {
        return "one address has at most \(limits.connectionsPerAddressMax) connections"
      }
      guard host.allowance >= 1 else { return "its address begins too many handshakes" }
      host.allowance -= 1
      host.connectionCount += 1
      hosts[key] = host
    }
    halfOpenCount += 1
    return nil
  }

  /// A connection that was let in has shown who it is, or is gone.
  package mutating func settled() {
    halfOpenCount -= 1
  }

  /// A connection that was let in is gone.
  package mutating func closed(_ address: SocketAddress) {
    guard !address.isLoopback else { return }
    hosts[address.clientKey]?.connectionCount -= 1
  }

  private mutating func host(_ key: [UInt8], at now: Duration) -> Host? {
    if hosts[key] == nil, hosts.count >= Self.hostCountMax {
      hosts = hosts.filter { $0.value.connectionCount > 0 || now - $0.value.since < .seconds(60) }
      guard hosts.count < Self.hostCountMax else { return nil }
    }
    let burst = Double(limits.handshakeBurstMax)
    var host = hosts[key] ?? Host(allowance: burst, since: now)
    host.allowance = min(
      burst, host.allowance + (now - host.since) / limits.handshakeInterval)
    host.since = now
    return host
  }
}
