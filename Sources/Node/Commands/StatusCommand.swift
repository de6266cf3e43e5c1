import Chain
import Foundation
import RPC

/// `tradewind status`: how a node is doing.
enum StatusCommand {
  static let command = Command(
    "status", summary: "Ask a node how it is doing and how far the chain has come",
    discussion: "The exit code is 1 if the node cannot be reached.",
    options: [
      .init([.flag("json", summary: "Print the node's answer as JSON")]), NodeClient.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    guard case .object(let status) = try NodeClient(invocation).call("pot_status") else {
      throw .failed("the node's status is no object")
    }
    try console.print(
      invocation.isSet(flag: "json")
        ? JSONValue.object(status).render() + "\n" : text(of: status, at: NodeClock().time))
  }

  private static func text(of status: JSONObject, at now: Timestamp) -> String {
    func number(_ name: String) -> UInt64 { status[name]?.quantity() ?? 0 }
    func text(_ name: String) -> String {
      guard case .string(let text)? = status[name] else { return "unknown" }
      return text
    }
    let time = Timestamp(number("blockTime"))
    let age = Double(now.units - min(now.units, time.units)) / 1_000
    return """
      program:      \(text("clientVersion"))
      chain id:     \(number("chainId"))
      genesis hash: \(text("genesisHash"))
      height:       \(number("height")), of \(time.utc) (\(String(format: "%.1f", age)) s ago)
      block hash:   \(text("blockHash"))
      epoch:        \(number("epoch")), view \(number("view"))
      waiting:      \(number("waitingTransactions")) transactions
      peers:        \(number("peers"))
      votes:        \(status["isVoting"] == true ? "yes" : "no")\(syncText(status["syncing"]))\
      \(culpritText(number("culprits")))

      """
  }

  private static func culpritText(_ count: UInt64) -> String {
    guard count > 0 else { return "" }
    return """

      culprits:     \(count); the node's log has the commands that prove it
      """
  }

  private static func syncText(_ progress: JSONValue?) -> String {
    guard case .object(let progress)? = progress else { return "" }
    let target: UInt64 = progress["targetHeight"]?.quantity() ?? 0
    let rate: UInt64 = progress["blocksPerSecond"]?.quantity() ?? 0
    let left: UInt64? = progress["secondsLeft"]?.quantity()
    return """

      catching up:  to \(target), \(rate) blocks/s, \
      \(left.map { "about \($0) s left" } ?? "the time left is unknown")
      """
  }
}
