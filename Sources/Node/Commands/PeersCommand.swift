import RPC

/// `tradewind peers`: the nodes that a node is connected with.
enum PeersCommand {
  static let command = Command(
    "peers", summary: "Ask a node which other nodes it is connected with",
    discussion: "The exit code is 1 if the node cannot be reached.",
    options: [
      .init([.flag("json", summary: "Print the node's answer as JSON")]), NodeClient.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    let answer = try NodeClient(invocation).call("pot_peers")
    guard case .array(let peers) = answer else {
      throw .failed("the node's list of peers is no list")
    }
    if invocation.isSet(flag: "json") {
      try console.print(answer.render() + "\n")
    } else if peers.isEmpty {
      try console.print("no other node is connected\n")
    } else {
      try console.print(peers.map(lines).joined(separator: "\n"))
    }
  }

  private static func lines(of peer: JSONValue) -> String {
    guard case .object(let peer) = peer else { return "" }
    func number(_ name: String) -> UInt64 { peer[name]?.quantity() ?? 0 }
    func text(_ name: String) -> String? {
      guard case .string(let text)? = peer[name] else { return nil }
      return text
    }
    let roundTrip: UInt64? = peer["roundTripMicroseconds"]?.quantity()
    return """
      \(text("nodeId") ?? "unknown")
        address:   \(text("address") ?? "unknown"), \
      \(peer["isInbound"] == true ? "it" : "this node") made the connection \
      \(number("connectedSeconds")) s ago
        validator: \(text("consensusKey") ?? "none")
        program:   \(text("software") ?? "unknown"), in epoch \(number("epoch"))
        traffic:   \(number("receivedBytes")) bytes in, \(number("sentBytes")) out, \
      \(number("queuedBytes")) waiting\(roundTrip.map { ", there and back in \($0) µs" } ?? "")

      """
  }
}
