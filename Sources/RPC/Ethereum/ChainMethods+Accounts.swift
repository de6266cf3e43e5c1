import Chain
import Codec
import Ledger

extension ChainMethods {
  private static let sample: JSONValue = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"

  static func accounts(of node: NodeAccess) -> [RPCMethod] {
    [
      RPCMethod(
        "eth_getBalance", summary: "What an account holds, in wei", .required("address", .address),
        .optional("block", .block, standard: .latest), answer: .quantity,
        example: .init([sample, "latest"], answer: "0xd3c21bcecceda1000000")
      ) { _, address, block throws(RPCError) in
        try node.read { reader throws(RPCError) in
          let balance = Books(over: try reader.state(after: block).state).account(address).balance
          return .quantity(balance.units)
        }
      },
      RPCMethod(
        "eth_getTransactionCount",
        summary: "The number of an account's next transaction; of pending, with those that wait",
        .required("address", .address), .optional("block", .block, standard: .latest),
        answer: .quantity, example: .init([sample, "pending"], answer: "0x7")
      ) { _, address, block throws(RPCError) in
        if block == .pending {
          guard let nonce = node.nextNonce(address) else { throw .busy }
          return .quantity(nonce)
        }
        return try node.read { reader throws(RPCError) in
          .quantity(Books(over: try reader.state(after: block).state).account(address).nonce)
        }
      },
      RPCMethod(
        "eth_getCode", summary: "One byte where a contract, token or pool answers, else nothing",
        .required("address", .address), .optional("block", .block, standard: .latest),
        answer: .data,
        example: .init(["0x0000000000000000000000000000000000001001"], answer: "0xfe")
      ) { _, address, block throws(RPCError) in
        try node.read { reader throws(RPCError) in
          let books = Books(over: try reader.state(after: block).state)
          let isPlaced = Contracts.placed.contains { $0.address == address }
          return .data(isPlaced || books.account(address).kind != .keyed ? [0xFE] : [])
        }
      },
    ]
  }
}
