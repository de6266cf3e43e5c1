import Chain
import Codec
import Ledger
import State

extension ChainMethods {
  private static let sample: JSONValue = [
    "to": "0x0000000000000000000000000000000000001005", "input": "0xa035b1fe",
  ]

  static func calls(of node: NodeAccess) -> [RPCMethod] {
    [
      RPCMethod(
        "eth_call", summary: "What a call would return after a block, without sending anything",
        .required("call", .call), .optional("block", .block, standard: .latest), answer: .data,
        example: .init([sample, "latest"], answer: "0x")
      ) { _, request, block throws(RPCError) in
        try node.read { reader throws(RPCError) in
          let (state, header) = try reader.state(after: block)
          let call = request.call(behind: header, in: node)
          do throws(Refusal) {
            return .data(try Books(over: state).result(of: call, data: request.data.span))
          } catch {
            throw .reverted(error)
          }
        }
      },
      RPCMethod(
        "eth_estimateGas",
        summary: "What a transaction costs, which follows from its bytes; fails if it would",
        .required("call", .call), .optional("block", .block, standard: .latest),
        answer: .quantity, example: .init([sample], answer: "0x5208")
      ) { _, request, block throws(RPCError) in
        try node.read { reader throws(RPCError) in
          let (state, header) = try reader.state(after: block)
          var books = Books(over: state)
          let call = request.call(behind: header, in: node)
          let gas = PriceList.gas(to: request.recipient, data: request.data.span).units
          if let offered = request.gas, offered < gas {
            throw .refused("gas required exceeds allowance (\(offered))")
          }
          do throws(Refusal) {
            _ = try books.perform(call, data: request.data.span)
          } catch {
            throw .reverted(error)
          }
          return .quantity(gas)
        }
      },
    ]
  }
}

extension CallRequest {
  /// The call as if it were in the block that comes next.
  fileprivate func call(behind header: Header, in node: NodeAccess) -> Call {
    Call(
      sender: sender, recipient: recipient, value: value,
      block: BlockContext(
        chainID: header.chainID, height: header.height.next, epoch: header.epoch,
        time: header.time, proposer: header.proposer, genesisHash: node.network.genesisHash))
  }
}

extension RPCError {
  /// A refusal with its reason as contracts return it: `Error(string)`.
  fileprivate static func reverted(_ refusal: Refusal) -> RPCError {
    let text = Array(refusal.reason.utf8)
    var data: [UInt8] = [0x08, 0xC3, 0x79, 0xA0]
    data += word(32) + word(text.count) + text
    data += [UInt8](repeating: 0, count: (32 - text.count % 32) % 32)
    return .reverted(
      refusal.reason, data: .string(Hex.encode(data.span, prefix: true)))
  }

  private static func word(_ number: Int) -> [UInt8] {
    [UInt8](repeating: 0, count: 24)
      + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  }
}
