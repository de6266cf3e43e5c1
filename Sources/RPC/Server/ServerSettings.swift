import Foundation
package import Sockets

/// How a server runs.
package struct ServerSettings: Sendable {
  /// Where it listens; port 0 lets the system choose one.
  package var addresses: [SocketAddress]
  package var rules = AccessRules()
  package var limits = ConnectionLimits()
  package var connectionCountMax = 1_024
  /// Of one address, or of one network of version 6.
  package var connectionsPerClientMax = 256
  /// What all connections together may keep of what they received and what is unsent.
  package var memoryBytesMax = 128 << 20
  package var workerCount = max(8, 2 * ProcessInfo.processInfo.activeProcessorCount)
  /// Jobs that may wait for a worker; beyond that clients are told to come again.
  package var queueCountMax = 1_024

  package init(addresses: [SocketAddress]) {
    self.addresses = addresses
  }
}
