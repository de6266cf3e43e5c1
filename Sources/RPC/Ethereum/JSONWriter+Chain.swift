import Chain
import Codec
import Cryptography
import Ledger

/// The objects of Ethereum's interface, each with all of its members and no others.
extension JSONWriter {
  mutating func member(_ name: String, quantity: some UnsignedInteger & FixedWidthInteger) {
    writeName(name)
    writeQuantity(quantity)
  }

  mutating func member(_ name: String, _ hash: Digest) {
    writeName(name)
    writeData(hash.bytes.storage.span)
  }

  mutating func member(_ name: String, _ address: Address) {
    writeName(name)
    writeData(address.bytes.storage.span)
  }

  mutating func member(_ name: String, data: [UInt8]) {
    writeName(name)
    writeData(data.span)
  }

  /// A number of 32 bytes without leading zeros.
  private mutating func member(_ name: String, quantity number: FixedBytes<32>) {
    let digits = Hex.encode(number.storage.span).drop { $0 == "0" }
    writeName(name)
    write(raw: "\"0x\(digits.isEmpty ? "0" : String(digits))\"")
  }

  mutating func write(_ block: BlockView, withTransactions: Bool) {
    let header = block.header
    writeObject { writer in
      writer.member("number", quantity: header.height.units)
      writer.member("hash", block.hash)
      writer.member("parentHash", header.parentHash)
      // What belongs to mining has the values that it has on every chain without.
      writer.member("nonce", data: [UInt8](repeating: 0, count: 8))
      writer.member("mixHash", .zero as Digest)
      writer.member("sha3Uncles", EmptyList.hash)
      writer.writeName("logsBloom")
      writer.writeData(block.bloom.bytes.storage.span)
      writer.member("transactionsRoot", header.transactionsRoot)
      writer.member("stateRoot", header.executedStateRoot)
      writer.member("receiptsRoot", block.receiptsRoot)
      writer.member("miner", header.proposer)
      writer.member("difficulty", quantity: 0 as UInt64)
      writer.member("extraData", data: [])
      writer.member("size", quantity: UInt64(block.sizeBytes))
      writer.member("gasLimit", quantity: block.gasLimit.units)
      writer.member("gasUsed", quantity: block.gasUsed.units)
      writer.member("timestamp", quantity: block.seconds)
      writer.member("baseFeePerGas", quantity: block.baseFee.units)
      writer.writeName("uncles")
      writer.writeArray { _ in }
      writer.writeName("transactions")
      writer.writeArray { writer in
        for position in block.entries.indices {
          if withTransactions {
            writer.writeTransaction(at: position, of: block)
          } else {
            writer.writeData(block.receipts[position].transactionHash.bytes.storage.span)
          }
        }
      }
    }
  }

  mutating func writeTransaction(at position: Int, of block: BlockView) {
    let entry = block.entries[position]
    writeObject { writer in
      writer.member("blockHash", block.hash)
      writer.member("blockNumber", quantity: block.header.height.units)
      writer.member("blockTimestamp", quantity: block.seconds)
      writer.member("transactionIndex", quantity: UInt64(position))
      writer.member("from", entry.sender)
      writer.member("gasPrice", quantity: entry.price(over: block.baseFee).units)
      switch entry {
      case .signed(let transaction, _): writer.members(of: transaction)
      case .system(let transaction): writer.members(of: transaction)
      }
    }
  }

  /// A transaction that waits for a block.
  mutating func write(waiting transaction: Transaction, from sender: Address) {
    writeObject { writer in
      for name in ["blockHash", "blockNumber", "blockTimestamp", "transactionIndex"] {
        writer.writeName(name)
        writer.writeNull()
      }
      writer.member("from", sender)
      writer.member("gasPrice", quantity: transaction.maxFeePerGas.units)
      writer.members(of: transaction)
    }
  }

  private mutating func members(of transaction: Transaction) {
    member("hash", transaction.hash)
    member("type", quantity: transaction.kind.rawValue)
    member("chainId", quantity: transaction.chainID.units)
    member("nonce", quantity: transaction.nonce)
    member("gas", quantity: transaction.gasLimit.units)
    member("to", transaction.recipient)
    member("value", quantity: transaction.value.units)
    member("input", data: transaction.data)
    if transaction.kind == .dynamicFee {
      member("maxFeePerGas", quantity: transaction.maxFeePerGas.units)
      member("maxPriorityFeePerGas", quantity: transaction.maxPriorityFeePerGas.units)
    }
    let parity: UInt64 = transaction.signature.isOdd ? 1 : 0
    if transaction.kind == .legacy {
      member("v", quantity: 35 + 2 * transaction.chainID.units + parity)
    } else {
      writeName("accessList")
      write(transaction.accessList)
      member("yParity", quantity: parity)
      member("v", quantity: parity)
    }
    member("r", quantity: transaction.signature.r)
    member("s", quantity: transaction.signature.s)
  }

  private mutating func members(of transaction: SystemTransaction) {
    member("hash", transaction.hash)
    member("type", quantity: SystemTransaction.type)
    member("chainId", quantity: transaction.chainID.units)
    member("to", transaction.sender)
    member("input", data: [])
    for name in ["nonce", "gas", "value", "v", "r", "s"] { member(name, quantity: 0 as UInt64) }
  }

  private mutating func write(_ list: AccessList) {
    writeArray { writer in
      for entry in list.entries {
        writer.writeObject { writer in
          writer.member("address", entry.address)
          writer.writeName("storageKeys")
          writer.writeArray { writer in
            for key in entry.storageKeys { writer.writeData(key.bytes.storage.span) }
          }
        }
      }
    }
  }

  mutating func writeReceipt(at position: Int, of block: BlockView) {
    let (receipt, entry) = (block.receipts[position], block.entries[position])
    let cumulative = block.receipts[...position].reduce(0) { $0 + $1.gasUsed.units }
    writeObject { writer in
      writer.member("transactionHash", receipt.transactionHash)
      writer.member("transactionIndex", quantity: UInt64(position))
      writer.member("blockHash", block.hash)
      writer.member("blockNumber", quantity: block.header.height.units)
      writer.member("from", entry.sender)
      writer.member("to", entry.recipient)
      writer.member("cumulativeGasUsed", quantity: cumulative)
      writer.member("gasUsed", quantity: receipt.gasUsed.units)
      writer.member("effectiveGasPrice", quantity: entry.price(over: block.baseFee).units)
      writer.writeName("contractAddress")
      writer.writeNull()
      writer.member("type", quantity: entry.type)
      let status: UInt64 =
        switch receipt.outcome {
        case .succeeded: 1
        case .failed: 0
        }
      writer.member("status", quantity: status)
      writer.writeName("logsBloom")
      writer.writeData(receipt.bloom.bytes.storage.span)
      writer.writeName("logs")
      writer.writeArray { writer in
        for index in receipt.logs.indices { writer.writeLog(index, at: position, of: block) }
      }
    }
  }

  mutating func writeLog(_ index: Int, at position: Int, of block: BlockView) {
    let receipt = block.receipts[position]
    let log = receipt.logs[index]
    writeObject { writer in
      writer.member("address", log.address)
      writer.writeName("topics")
      writer.writeArray { writer in
        for topic in log.topics { writer.writeData(topic.bytes.storage.span) }
      }
      writer.member("data", data: log.data)
      writer.member("blockNumber", quantity: block.header.height.units)
      writer.member("blockHash", block.hash)
      writer.member("blockTimestamp", quantity: block.seconds)
      writer.member("transactionHash", receipt.transactionHash)
      writer.member("transactionIndex", quantity: UInt64(position))
      writer.member("logIndex", quantity: UInt64(block.logCount(before: position) + index))
      writer.writeName("removed")
      writer.write(false)
    }
  }
}

/// The hash of an empty list in RLP, which stands for the uncles that no block has.
private enum EmptyList {
  static let hash = Keccak256.hash([0xC0].span)
}
