import Chain
import Cryptography
import Sockets
import Synchronization

/// All connections, as the network's thread alone sees them.
///
/// The thread waits for sockets, commands and time, and everything is decided here: who is let in,
/// which of two connections stays, whom to dial. Its owner hears of it in the order in which it
/// was decided.
struct PeerTable {
  static let tickMilliseconds: Int32 = 100
  /// How long a connection that is over is kept for the other end to read why.
  static let leavingTime = Duration.seconds(1)
  /// A peer that keeps us busy is put behind the others after so many turns.
  static let turnsMax = 16

  let hub: NetworkHub
  let limits: TransportLimits
  let lookup = HostLookup()
  var listeners: [ListeningSocket]
  var entries: [UInt64: PeerEntry] = [:]
  /// The connection of each connected node.
  var connected: [Address: UInt64] = [:]
  var admission: Admission
  var bans: Bans
  var plan: DialPlan
  var introduction: Introduction
  var terms: NetworkTerms
  /// When the introduction was last told to everybody, and whether there is a newer one.
  var introducedAt = Duration.zero
  var hasNewIntroduction = false
  var lastID: UInt64 = 0
  var refusedCount = 0
  var random = SystemRandomNumberGenerator()
  var isStopping = false

  init(_ hub: NetworkHub, introduction: Introduction, terms: NetworkTerms) {
    self.hub = hub
    listeners = hub.takeListeners()
    self.introduction = introduction
    self.terms = terms
    limits = hub.settings.limits
    admission = Admission(limits: limits)
    bans = Bans(limits: limits)
    plan = DialPlan(own: hub.identity.nodeID, limits: limits)
    plan.update(
      configured: hub.settings.configured, registered: terms.registered, at: hub.now)
  }

  // MARK: The thread

  /// Serves until it is told to stop and all is closed.
  mutating func run() {
    var events = Poller.Events()
    var lastTick = Duration.zero
    dial(at: hub.now)
    while !(isStopping && entries.isEmpty) {
      // The events are taken first, since the table cannot be changed while it lends the poller.
      var happened: [Poller.Event] = []
      hub.poller.wait(milliseconds: Self.tickMilliseconds, &events) { happened.append($0) }
      for event in happened { handle(event) }
      for command in hub.takeCommands() { obey(command, at: hub.now) }
      for id in hub.attention.take() { serve(id) }
      let now = hub.now
      if now - lastTick >= .milliseconds(Int64(Self.tickMilliseconds)) {
        lastTick = now
        tick(at: now)
      }
    }
  }

  static func token(ofListener index: Int) -> UInt64 {
    Poller.wakeToken - 1 - UInt64(index)
  }

  private mutating func handle(_ event: Poller.Event) {
    if let entry = entries[event.token] {
      entry.connection.note(isReadable: event.isReadable, isWritable: event.isWritable)
      if entry.stage == .connecting {
        connect(event.token)
      } else {
        serve(event.token)
      }
      return
    }
    for index in listeners.indices where event.token == Self.token(ofListener: index) {
      accept(from: listeners[index])
    }
  }

  /// Reads and writes as long as there is something to, and others do not wait for too long.
  mutating func serve(_ id: UInt64) {
    var turns = 0
    while let entry = entries[id], entry.stage != .connecting {
      guard turns < Self.turnsMax else {
        hub.attention.ask(for: id)
        return
      }
      let turn = entry.connection.turn(isFirst: turns == 0, at: hub.now)
      turns += 1
      for event in turn.events { handle(event, of: id) }
      if case .leaving = entry.stage, entry.connection.isDrained { close(id) }
      if !turn.isBusy { return }
    }
  }

  private mutating func obey(_ command: NetworkCommand, at now: Duration) {
    switch command {
    case .leave(let nodeID, let reason): leave(nodeID, because: reason, at: now)
    case .begin(let introduction, let terms): begin(introduction, terms, at: now)
    case .found(let endpoint, let result): found(endpoint, result, at: now)
    case .stop:
      isStopping = true
      listeners = []
      for id in Array(entries.keys) { end(id, because: .own("this node is stopping"), at: now) }
    }
  }

  private mutating func tick(at now: Duration) {
    for (id, entry) in entries {
      switch entry.stage {
      case .connecting:
        if now - entry.began > limits.dialTime {
          end(id, because: .own("nobody answers there"), at: now)
        }
      case .leaving(let until):
        if now > until || entry.connection.isDrained { close(id) }
      case .waiting(let since, let until, let old):
        settle(id, since: since, until: until, old: old, at: now)
      case .shaking, .identified, .connected: break
      }
      if let event = entry.connection.expire(at: now) { handle(event, of: id) }
    }
    if hasNewIntroduction, now - introducedAt >= TransportLimits.introductionInterval * 2 {
      introduceAnew(at: now)
    }
    if refusedCount > 0 {
      if refusedCount > 1 { hub.log(.refusedMore(count: refusedCount - 1)) }
      refusedCount = 0
    }
    // If files ran short, the system does not repeat that somebody waits.
    for listener in listeners { accept(from: listener) }
    if !isStopping { dial(at: now) }
  }
}
