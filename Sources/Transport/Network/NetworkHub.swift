import Sockets
import Synchronization

/// What the network's thread and all others share.
final class NetworkHub: Sendable {
  let poller: Poller
  let attention: Attention
  let identity: TransportIdentity
  let settings: PeerSettings
  let roster = Mutex(PeerRoster())
  let deliver: @Sendable (PeerEvent) -> Void
  let log: @Sendable (NetworkNote) -> Void
  private let commands = Mutex<[NetworkCommand]>([])
  /// The sockets to listen with, until the thread takes them: what it alone holds, it can close.
  private let listeners = Mutex<[ListeningSocket]>([])
  private let origin = ContinuousClock.now

  init(
    _ settings: PeerSettings, identity: TransportIdentity,
    deliver: @escaping @Sendable (PeerEvent) -> Void,
    log: @escaping @Sendable (NetworkNote) -> Void
  ) throws(SocketError) {
    let poller = try Poller()
    attention = Attention(signal: poller.signal)
    self.poller = poller
    self.identity = identity
    self.settings = settings
    self.deliver = deliver
    self.log = log
  }

  /// Time since the network began.
  var now: Duration { origin.duration(to: .now) }

  func hand(_ sockets: [ListeningSocket]) {
    listeners.withLock { $0 = sockets }
  }

  func takeListeners() -> [ListeningSocket] {
    listeners.withLock { listeners in
      defer { listeners = [] }
      return listeners
    }
  }

  func ask(_ command: NetworkCommand) {
    commands.withLock { $0.append(command) }
    poller.signal.send()
  }

  func takeCommands() -> [NetworkCommand] {
    commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }
}
