import Chain
import Codec
import Storage

extension ChainMethods {
  static func network(of node: NodeAccess) -> [RPCMethod] {
    let chainID = node.network.chainID.units
    return [
      RPCMethod(
        "web3_clientVersion", summary: "The program and its version", answer: .text,
        example: .init(answer: "tradewind/0.1.0"), effort: .instant
      ) { _ in .text(node.clientVersion) },
      RPCMethod(
        "net_version", summary: "The chain id in decimal", answer: .text,
        example: .init(answer: "20480"), effort: .instant
      ) { _ in .text("\(chainID)") },
      RPCMethod(
        "eth_chainId", summary: "The chain id, which every transaction is signed for",
        answer: .quantity, example: .init(answer: "0x5000"), effort: .instant
      ) { _ in .quantity(chainID) },
      RPCMethod(
        "eth_blockNumber", summary: "The height of the newest block, which is final",
        answer: .quantity, example: .init(answer: "0x1b4"), effort: .instant
      ) { _ in .quantity(node.database.progress?.height.units ?? 0) },
      RPCMethod(
        "eth_syncing", summary: "False, for what a node has is always final and whole",
        answer: .boolean, example: .init(answer: false), effort: .instant
      ) { _ in .value(false) },
    ]
  }

  static func status(of node: NodeAccess) -> RPCMethod {
    RPCMethod(
      "pot_status", summary: "How this node is doing, and how far the chain has come",
      answer: .object("numbers in hex, as everywhere; times in milliseconds"),
      example: .init(answer: [
        "clientVersion": "tradewind/0.1.0", "chainId": "0x5000", "height": "0x1b4",
        "isVoting": true,
      ])
    ) { _ throws(RPCError) in
      guard let status = node.status() else { throw .busy }
      let (header, hash) = try node.read { reader throws(RPCError) in
        let header = try reader.header(.latest)
        return (header, reader.snapshot.progress?.blockHash ?? header.hash)
      }
      return .written { writer in
        writer.writeObject { writer in
          writer.writeName("clientVersion")
          writer.write(node.clientVersion)
          writer.member("chainId", quantity: node.network.chainID.units)
          writer.member("genesisHash", node.network.genesisHash)
          writer.member("height", quantity: header.height.units)
          writer.member("blockHash", hash)
          writer.member("blockTime", quantity: header.time.units)
          writer.member("finalHeight", quantity: status.finalHeight.units)
          writer.member("epoch", quantity: status.epoch.units)
          writer.member("view", quantity: status.view.units)
          writer.member("waitingTransactions", quantity: UInt64(status.waitingCount))
          writer.writeName("isVoting")
          writer.write(status.isVoting)
        }
      }
    }
  }
}
