import Sockets
import Synchronization

/// The thread that accepts, reads and parses, and answers what needs no worker.
final class EventLoop: Sendable {
  /// Requests sent ahead of one client that are answered before others get their turn.
  private static let roundsMax = 64
  private static let tickMilliseconds: Int32 = 250

  private final class Listener: Sendable {
    let socket: Socket

    init(_ socket: consuming Socket) {
      self.socket = socket
    }
  }

  /// What only the loop's own thread touches.
  private struct Table {
    var listeners: [Listener]
    var connections: [UInt64: Connection] = [:]
    var counts: [[UInt8]: Int] = [:]
    var lastID: UInt64 = 0
    var lastTick = Duration.zero
    var refusedCount = 0
    var lastRefused: (client: SocketAddress, limit: String)?
    var stopsAt: Duration?
  }

  private let poller: Poller
  /// The sockets to listen with, until the thread takes them.
  private let listeners: Mutex<[Listener]>
  let addresses: [SocketAddress]
  private let attention: Attention
  private let budget: MemoryBudget
  private let settings: ServerSettings
  private let connectionCountMax: Int
  private let application: any ServerApplication
  private let greeting: [UInt8]
  private let pool: WorkerPool
  private let report: @Sendable (ServerEvent) -> Void
  private let clock = ServerClock()
  private let stopTime = Mutex<Duration?>(nil)

  init(
    _ settings: ServerSettings, application: any ServerApplication, pool: WorkerPool,
    report: @escaping @Sendable (ServerEvent) -> Void
  ) throws(SocketError) {
    self.settings = settings
    self.application = application
    self.pool = pool
    self.report = report
    greeting = Array((application.greeting + "\n").utf8)
    budget = MemoryBudget(limit: settings.memoryBytesMax)
    let fileLimit = FileLimit.raise()
    // The rest of the process needs files too.
    connectionCountMax = min(settings.connectionCountMax, max(16, fileLimit - 256))
    if connectionCountMax < settings.connectionCountMax {
      report(.connectionsLowered(to: connectionCountMax, fileLimit: fileLimit))
    }
    let poller = try Poller()
    attention = Attention(signal: poller.signal)
    var listeners: [Listener] = []
    var addresses: [SocketAddress] = []
    for address in settings.addresses {
      let socket = try Socket(listeningAt: address, backlog: 512)
      try poller.add(socket, token: Self.token(ofListener: listeners.count))
      addresses.append(try socket.localAddress())
      listeners.append(Listener(socket))
    }
    self.listeners = Mutex(listeners)
    self.addresses = addresses
    self.poller = poller
  }

  private static func token(ofListener index: Int) -> UInt64 {
    Poller.wakeToken - 1 - UInt64(index)
  }

  /// Asks the thread to end.
  func stop(within time: Duration) {
    stopTime.withLock { $0 = clock.now.uptime + time }
    poller.signal.send()
  }

  // MARK: The thread

  func run() {
    var table = Table(
      listeners: listeners.withLock { listeners in
        defer { listeners = [] }
        return listeners
      })
    var events = Poller.Events()
    while true {
      poller.wait(milliseconds: Self.tickMilliseconds, &events) { event in
        handle(event, &table)
      }
      let now = clock.now
      for id in attention.take() { look(at: id, &table, now) }
      if table.stopsAt == nil, let time = stopTime.withLock({ $0 }) {
        table.stopsAt = time
        // They are closed, so the system refuses whoever connects from now on.
        table.listeners = []
        for connection in table.connections.values { connection.drain(at: now) }
      }
      if now.uptime - table.lastTick > .milliseconds(Int64(Self.tickMilliseconds)) {
        tick(&table, now)
      }
      if let time = table.stopsAt, table.connections.isEmpty || now.uptime > time { break }
    }
    for connection in table.connections.values { connection.close() }
    report(.stopped(unanswered: table.connections.count))
  }

  private func handle(_ event: Poller.Event, _ table: inout Table) {
    if let connection = table.connections[event.token] {
      let now = clock.now
      let work = connection.handle(
        isReadable: event.isReadable, isWritable: event.isWritable, at: now)
      serve(connection, work)
      return
    }
    for index in table.listeners.indices where event.token == Self.token(ofListener: index) {
      accept(table.listeners[index], &table)
    }
  }

  /// A connection has closed, or was put behind the others.
  private func look(at id: UInt64, _ table: inout Table, _ now: Moment) {
    guard let connection = table.connections[id] else { return }
    guard connection.isClosed else {
      serve(connection, connection.handle(isReadable: false, isWritable: false, at: now))
      return
    }
    table.connections[id] = nil
    let key = connection.address.clientKey
    let left = (table.counts[key] ?? 1) - 1
    table.counts[key] = left > 0 ? left : nil
  }

  private func tick(_ table: inout Table, _ now: Moment) {
    table.lastTick = now.uptime
    for connection in table.connections.values { connection.expire(at: now) }
    if let last = table.lastRefused {
      report(.refused(client: last.client, limit: last.limit, count: table.refusedCount))
      table.lastRefused = nil
      table.refusedCount = 0
    }
    // If files ran short, the system does not repeat that somebody waits.
    for listener in table.listeners { accept(listener, &table) }
  }

  // MARK: Clients

  private func accept(_ listener: Listener, _ table: inout Table) {
    do throws(SocketError) {
      while try listener.socket.accept({ socket, address in
        receive(socket, from: address, &table)
      }) {}
    } catch {
      report(.outOfFiles(error))
    }
  }

  private func receive(
    _ socket: consuming Socket, from address: SocketAddress, _ table: inout Table
  ) {
    let key = address.clientKey
    let limit =
      table.connections.count >= connectionCountMax
      ? "\(connectionCountMax) connections are open"
      : table.counts[key, default: 0] >= settings.connectionsPerClientMax
        ? "one client has \(settings.connectionsPerClientMax) connections at most" : nil
    if let limit {
      table.refusedCount += 1
      table.lastRefused = (address, limit)
      let refusal = HTTPResponse(HTTPRefusal(.unavailable, limit))
      // Whoever does not read this finds the connection closed, which says as much.
      _ = socket.write(
        refusal.bytes(.init(closes: true), unixSeconds: clock.now.unixSeconds)[...])
      return
    }
    table.lastID += 1
    let id = table.lastID
    do throws(SocketError) {
      try poller.add(socket, token: id)
    } catch {
      report(.outOfFiles(error))
      return
    }
    let session = ConnectionSession(
      limits: settings.limits, rules: settings.rules, greeting: greeting, at: clock.now)
    table.connections[id] = Connection(
      id: id, address: address, socket: socket, session: session, budget: budget,
      attention: attention)
    table.counts[key, default: 0] += 1
  }

  // MARK: Work

  /// Answers what can be answered at once, and hands the rest to a worker.
  private func serve(_ connection: Connection, _ first: Work?) {
    var next = first
    var rounds = 0
    while let work = next {
      rounds += 1
      let job: @Sendable () -> Void
      if rounds > Self.roundsMax {
        job = { [self] in serve(connection, work) }
      } else {
        switch application.prepare(work, for: Subscriber(connection, clock: clock)) {
        case .answered(let answer):
          next = connection.answer(answer, at: clock.now)
          continue
        case .job(let body):
          job = { [self] in serve(connection, connection.answer(body(), at: clock.now)) }
        }
      }
      connection.flush(at: clock.now)
      if pool.submit(job) { return }
      next = connection.answer(.busy(application.busyAnswer), at: clock.now)
    }
  }
}
