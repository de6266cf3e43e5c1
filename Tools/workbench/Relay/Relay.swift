import Foundation
package import Sockets
import Synchronization

/// Stands between the nodes of a network on one machine, so that the links between them can be cut.
///
/// Every ordered pair of nodes has an entrance of its own, which tells the relay who is calling.
package final class Relay: Sendable {
  private struct Orders {
    var partition: Partition
    var isEnding = false
  }

  /// What only the relay's own thread touches.
  private struct Table {
    var partition: Partition
    /// A link has two tokens behind those of the listeners: its number, doubled, and the next.
    var links: [UInt64: RelayLink] = [:]
    var linkCount: UInt64 = 0
  }

  private let routes: [RelayRoute]
  private let poller: Poller
  private let listeners: [RelaySocket]
  private let orders: Mutex<Orders>
  private let ended = DispatchSemaphore(value: 0)
  /// The addresses of the entrances, in the order of the routes.
  package let entrances: [SocketAddress]

  /// Begins to pass on what nodes send each other.
  package init(_ routes: [RelayRoute], parted partition: Partition = .none) throws(SocketError) {
    let poller = try Poller()
    var listeners: [RelaySocket] = []
    var entrances: [SocketAddress] = []
    for (index, route) in routes.enumerated() {
      let socket = try Socket(listeningAt: route.entrance, backlog: 64)
      try poller.add(socket, token: UInt64(index))
      entrances.append(try socket.localAddress())
      listeners.append(RelaySocket(socket))
    }
    self.routes = routes
    self.listeners = listeners
    self.entrances = entrances
    self.poller = poller
    orders = Mutex(Orders(partition: partition))
    let thread = Thread { self.run() }
    thread.name = "relay"
    thread.start()
  }

  /// Cuts the links between nodes that are parted, and makes all others whole.
  package func part(_ partition: Partition) {
    orders.withLock { $0.partition = partition }
    poller.signal.send()
  }

  /// Ends every link, and returns when that is done.
  package func stop() {
    orders.withLock { $0.isEnding = true }
    poller.signal.send()
    ended.wait()
  }

  // MARK: The thread

  private func run() {
    var table = Table(partition: orders.withLock { $0.partition })
    var events = Poller.Events()
    while true {
      poller.wait(milliseconds: 1_000, &events) { event in handle(event, &table) }
      let now = orders.withLock { $0 }
      if now.isEnding { break }
      guard now.partition != table.partition else { continue }
      table.partition = now.partition
      for (number, _) in table.links { pump(number, &table) }
    }
    table.links = [:]
    ended.signal()
  }

  private func handle(_ event: Poller.Event, _ table: inout Table) {
    guard event.token != Poller.wakeToken else { return }
    let first = UInt64(routes.count)
    if event.token < first {
      accept(Int(event.token), &table)
    } else {
      pump((event.token - first) / 2, &table)
    }
  }

  private func accept(_ index: Int, _ table: inout Table) {
    var isMore = true
    while isMore {
      let accepted = try? listeners[index].socket.accept { socket, _ in
        let number = table.linkCount
        table.linkCount += 1
        // Whoever cannot be served for want of files is let go, and calls again.
        guard (try? poller.add(socket, token: token(of: number))) != nil else { return }
        table.links[number] = RelayLink(RelaySocket(socket), on: index)
        pump(number, &table)
      }
      isMore = accepted ?? false
    }
  }

  private func token(of link: UInt64) -> UInt64 { UInt64(routes.count) + 2 * link }

  private func pump(_ number: UInt64, _ table: inout Table) {
    guard let link = table.links[number] else { return }
    let route = routes[link.route]
    let isCut = table.partition.parts(route.from, route.to)
    var goesOn = true
    if !isCut, !link.isDialled {
      goesOn = (try? link.dial(route.exit, in: poller, token: token(of: number) + 1)) != nil
    }
    if !goesOn || !link.pump(isCut: isCut) { table.links[number] = nil }
  }
}
