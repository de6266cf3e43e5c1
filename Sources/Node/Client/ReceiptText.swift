import Chain
import RPC

/// A receipt as commands print it.
enum ReceiptText {
  static func print(
    _ receipt: JSONObject, _ invocation: Invocation, on console: Console
  ) throws(CommandFailure) {
    guard !invocation.isSet(flag: "json") else {
      return try console.print(JSONValue.object(receipt).render() + "\n")
    }
    func number<Number: FixedWidthInteger>(_ name: String) -> Number {
      receipt[name]?.quantity() ?? 0
    }
    let gas: UInt64 = number("gasUsed")
    let price: UInt128 = number("effectiveGasPrice")
    let block: UInt64 = number("blockNumber")
    guard case .string(let hash)? = receipt["transactionHash"] else {
      throw .failed("the node's receipt has no hash")
    }
    let (fee, overflows) = price.multipliedReportingOverflow(by: UInt128(gas))
    try console.print(
      """
      hash:    \(hash)
      block:   \(block)
      outcome: \(receipt["status"] == "0x1" ? "succeeded" : "failed")
      gas:     \(gas)
      fee:     \(overflows ? "unknown" : Wei(fee).text)

      """)
  }
}
