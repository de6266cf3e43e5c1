import Chain
import Codec
import Cryptography
import Storage

extension ChainMethods {
  private static let sample: JSONValue =
    "0x0000000000000000000000000000000000000000000000000000000000000000"

  static func transactions(of node: NodeAccess) -> [RPCMethod] {
    [
      RPCMethod(
        "eth_sendRawTransaction", summary: "Hand in a signed transaction; answers with its hash",
        .required("transaction", .data), answer: .hash,
        example: .init(["0x02f8…"], answer: sample)
      ) { _, raw throws(RPCError) in try send(raw, to: node) },
      RPCMethod(
        "eth_getTransactionByHash", summary: "A transaction in a block, or one that waits for one",
        .required("hash", .hash), answer: .object("a transaction, or null"),
        example: .init([sample], answer: nil)
      ) { _, hash throws(RPCError) in
        let found: RPCAnswer? = try node.read { reader throws(RPCError) in
          try reader.requireIndex(.transactions)
          guard let (place, stored) = try reader.place(of: hash) else { return nil }
          let block = try BlockView(stored, in: reader)
          return .written { $0.writeTransaction(at: place.position, of: block) }
        }
        if let found { return found }
        guard let waiting = node.waiting(hash) else { return .value(.null) }
        return .written { $0.write(waiting: waiting.message, from: waiting.signer) }
      },
      RPCMethod(
        "eth_getTransactionReceipt", summary: "What a transaction in a block came to",
        .required("hash", .hash), answer: .object("a receipt, or null"),
        example: .init([sample], answer: nil)
      ) { _, hash throws(RPCError) in
        try node.read { reader throws(RPCError) in
          try reader.requireIndex(.transactions)
          guard let (place, stored) = try reader.place(of: hash) else { return .value(.null) }
          let block = try BlockView(stored, in: reader)
          return .written { $0.writeReceipt(at: place.position, of: block) }
        }
      },
    ]
  }

  private static func send(_ raw: [UInt8], to node: NodeAccess) throws(RPCError) -> RPCAnswer {
    let transaction: Recovered<Transaction>
    do throws(TransactionError) {
      let decoded = try Transaction(decoding: raw, for: node.network.chainID)
      do throws(SignatureError) {
        transaction = try Unverified(decoded).recovered()
      } catch {
        throw TransactionError.signature(error)
      }
    } catch {
      throw .refused("\(error)")
    }
    switch node.submit(transaction) {
    case .taken: return .data(transaction.message.hash.bytes.array)
    case .refused(let reason): throw .refused(reason)
    case .unanswered: throw .busy
    }
  }
}
