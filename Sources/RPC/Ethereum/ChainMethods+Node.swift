import Chain
import Codec
import Cryptography
import Storage

/// How the node itself is doing.
extension ChainMethods {
  static func status(of node: NodeAccess) -> RPCMethod {
    RPCMethod(
      "pot_status", summary: "How this node is doing, and how far the chain has come",
      answer: .object("numbers in hex, as everywhere; times in milliseconds"),
      example: .init(answer: [
        "clientVersion": "tradewind/0.1.0", "chainId": "0x5000", "height": "0x1b4",
        "peers": "0x3", "culprits": "0x0", "isVoting": true, "syncing": false,
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
          writer.member("peers", quantity: UInt64(status.peerCount))
          writer.member("culprits", quantity: UInt64(status.culpritCount))
          writer.writeName("isVoting")
          writer.write(status.isVoting)
          writer.writeName("syncing")
          writer.write(status.progress)
        }
      }
    }
  }

  static func peers(of node: NodeAccess) -> RPCMethod {
    RPCMethod(
      "pot_peers", summary: "The nodes that this one is connected with",
      answer: .object("a list; numbers in hex, as everywhere; consensusKey of a validator or null"),
      example: .init(answer: [
        ["nodeId": "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "address": "10.0.0.2:20480"]
      ])
    ) { _ in
      .written { writer in
        writer.writeArray { writer in
          for peer in node.peers() { writer.write(peer) }
        }
      }
    }
  }
}

extension JSONWriter {
  /// False for a node that keeps up, as `eth_syncing` has it.
  fileprivate mutating func write(_ progress: NodeAccess.SyncProgress?) {
    guard let progress else { return write(false) }
    writeObject { writer in
      writer.member("targetHeight", quantity: progress.target.units)
      writer.member("blocksPerSecond", quantity: UInt64(max(0, progress.blocksPerSecond)))
      writer.writeName("secondsLeft")
      if let seconds = progress.secondsLeft {
        writer.writeQuantity(seconds)
      } else {
        writer.writeNull()
      }
    }
  }

  fileprivate mutating func write(_ peer: NodeAccess.Peer) {
    writeObject { writer in
      writer.member("nodeId", peer.nodeID)
      writer.writeName("address")
      writer.write(peer.address)
      writer.writeName("isInbound")
      writer.write(peer.isInbound)
      writer.writeName("consensusKey")
      if let key = peer.consensusKey {
        writer.writeData(key.compressed.storage.span)
      } else {
        writer.writeNull()
      }
      writer.writeName("software")
      writer.write(peer.software)
      writer.member("epoch", quantity: peer.epoch.units)
      writer.member("connectedSeconds", quantity: peer.connectedSeconds)
      writer.member("receivedBytes", quantity: peer.receivedBytes)
      writer.member("sentBytes", quantity: peer.sentBytes)
      writer.member("queuedBytes", quantity: UInt64(max(0, peer.queuedBytes)))
      writer.writeName("roundTripMicroseconds")
      if let time = peer.roundTripMicroseconds {
        writer.writeQuantity(time)
      } else {
        writer.writeNull()
      }
    }
  }
}
