import Chain
import Codec
import Cryptography

extension ChainMethods {
  static func blocks(of node: NodeAccess) -> [RPCMethod] {
    let form = RPCForm("object", "a block as Ethereum's interface has it, or null")
    let example: JSONValue = ["number": "0x1b4", "hash": "0x…", "transactions": []]
    let full = RPCParameter<Bool>.optional("fullTransactions", .boolean, standard: false)
    return [
      RPCMethod(
        "eth_getBlockByNumber", summary: "A block by its height or by a tag",
        .required("block", .height), full, answer: form,
        example: .init(["latest", false], answer: example)
      ) { _, reference, isFull throws(RPCError) in
        try block(reference, isFull: isFull, of: node)
      },
      RPCMethod(
        "eth_getBlockByHash", summary: "A block by its hash", .required("hash", .hash), full,
        answer: form,
        example: .init(
          ["0x0000000000000000000000000000000000000000000000000000000000000000", false],
          answer: nil)
      ) { _, hash, isFull throws(RPCError) in
        try block(.hash(hash), isFull: isFull, of: node)
      },
    ]
  }

  private static func block(
    _ reference: BlockReference, isFull: Bool, of node: NodeAccess
  ) throws(RPCError) -> RPCAnswer {
    try node.read { reader throws(RPCError) in
      guard let stored = try reader.block(reference) else { return .value(.null) }
      let block = try BlockView(stored, in: reader)
      return .written { $0.write(block, withTransactions: isFull) }
    }
  }
}
