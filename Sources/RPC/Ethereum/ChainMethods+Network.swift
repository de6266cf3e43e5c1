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
}
