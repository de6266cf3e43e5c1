import Foundation
import Node
import RPC

/// `workbench traffic`: brings a development network to life.
enum TrafficCommand {
  static let command = Command(
    "traffic", summary: "Play consumers, resource nodes and meta nodes on a development network",
    discussion: """
      Everything happens through transactions at a node, with the public keys of the network: \
      consumers buy ozone with STOS and with tokens, a sponsor pays for the audience of a file, \
      another resource node joins, vouchers are signed in every epoch and reported by the meta \
      nodes in the next, and rewards are withdrawn once they are mature. A line tells what each \
      epoch came to.

      It waits for a node that does not answer, goes on where it or anybody else has stopped, and \
      ends on SIGTERM and SIGINT.
      """,
    examples: [
      .init("workbench traffic", "Plays until it is interrupted."),
      .init("workbench traffic --epochs 10", "Plays until ten epochs have ended."),
    ],
    options: [
      .init([
        .value(
          "rpc", letter: "r", .endpoint, name: "URL", .standard("http://127.0.0.1:8545"),
          summary: "Where a node serves clients"),
        .value(
          "keys", .path, name: "FILE", .standard("Genesis/devnet-keys.json"),
          summary: "The keys of the network"),
        .value(
          "epochs", .number(1...UInt64.max), name: "N",
          summary: "How many epochs to play; without it, until it is asked to end"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let ending = Ending()
    let signals = ProcessSignals.catchEnding { _ in ending.ask() }
    defer { signals.stop() }
    let node = PatientNode(
      rpc: RPCClient(invocation.value("rpc"), timeoutMilliseconds: 5_000), ending: ending
    ) { line in
      // Whoever has closed the output wants no lines, and the traffic goes on.
      try? console.print(line + "\n")
    }
    do {
      var layer = try TrafficLayer(try DevnetKeys.read(invocation.value("keys")), at: node)
      try layer.run(epochs: invocation.optionalValue("epochs") ?? .max)
    } catch TrafficFailure.ended {
      return
    } catch {
      throw .failed("the traffic cannot go on: \(error)")
    }
  }
}
