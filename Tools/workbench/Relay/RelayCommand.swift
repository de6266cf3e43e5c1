import Dispatch
import Foundation
import Glibc
import Node
import Sockets

/// `workbench relay`: links between nodes that can be cut.
enum RelayCommand {
  static let command = Command(
    "relay", summary: "Stand between the nodes of a test network, so that links can be cut",
    discussion: """
      Passes on what nodes send each other, as the file of routes says that `tradewind testnet \
      --relay-port` makes. Which nodes are parted stands in the other file: 0,1|2,3 leaves links \
      only within each group, and among the nodes that are in none; an empty file cuts nothing. \
      SIGHUP has it read again. What a link was given before it was cut arrives once it is whole, \
      as with a cable that is plugged in again. What holds is written beside the file, under the \
      same name with .now behind it.
      """,
    examples: [
      .init(
        "workbench relay --routes net/routes --partition net/partition",
        "Stands between the nodes of the network in net.")
    ],
    options: [
      .init([
        .value(
          "routes", .path, name: "FILE", .required, summary: "The ways from node to node"),
        .value(
          "partition", .path, name: "FILE", .required,
          summary: "Which nodes are parted; a file that is not there parts nobody"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let path: String = invocation.value("partition")
    let routes = try routes(at: invocation.value("routes"))
    let partition = try partition(at: path)
    let relay: Relay
    do throws(SocketError) {
      relay = try Relay(routes, parted: partition)
    } catch {
      throw .failed("the relay cannot listen: \(error)")
    }
    try confirm(partition, at: path, on: console)
    let renewal = renew(path, relay, on: console)
    defer { renewal.cancel() }
    let ending = DispatchSemaphore(value: 0)
    let signals = ProcessSignals.catchEnding { _ in ending.signal() }
    ending.wait()
    signals.stop()
    relay.stop()
  }

  /// Follows the file whenever it is told that the file has changed.
  private static func renew(
    _ path: String, _ relay: Relay, on console: Console
  ) -> any DispatchSourceSignal {
    signal(SIGHUP, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    source.setEventHandler {
      do throws(CommandFailure) {
        let partition = try partition(at: path)
        relay.part(partition)
        try confirm(partition, at: path, on: console)
      } catch {
        if case .failed(let reason) = error { console.report(reason) }
      }
    }
    source.resume()
    return source
  }

  private static func routes(at path: String) throws(CommandFailure) -> [RelayRoute] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw .failed("the routes '\(path)' cannot be read")
    }
    guard let routes = RelayRoute.read(text) else {
      throw .failed(
        "'\(path)' is no list of routes, each of which has two numbers and two addresses")
    }
    return routes
  }

  private static func partition(at path: String) throws(CommandFailure) -> Partition {
    guard FileManager.default.fileExists(atPath: path) else { return .none }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let partition = Partition(text)
    else { throw .failed("'\(path)' parts no nodes as 0,1|2,3 does") }
    return partition
  }

  /// Tells whoever has changed the file that it holds.
  private static func confirm(
    _ partition: Partition, at path: String, on console: Console
  ) throws(CommandFailure) {
    do {
      try Data("\(partition)\n".utf8).write(
        to: URL(fileURLWithPath: path + ".now"), options: .atomic)
    } catch {
      throw .failed("'\(path).now' cannot be written: \(error.localizedDescription)")
    }
    try console.print(partition == .none ? "no link is cut\n" : "parted: \(partition)\n")
  }
}
