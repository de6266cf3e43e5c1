import Chain
import Codec
import Cryptography
import Ledger
import Storage

/// A block with everything that clients are shown and that follows from it.
struct BlockView {
  /// A transaction in its place, or the block's system transaction.
  enum Entry {
    case signed(Transaction, sender: Address)
    case system(SystemTransaction)

    var sender: Address {
      switch self {
      case .signed(_, let sender): sender
      case .system(let transaction): transaction.sender
      }
    }

    var recipient: Address {
      switch self {
      case .signed(let transaction, _): transaction.recipient
      case .system(let transaction): transaction.sender
      }
    }

    var type: UInt8 {
      switch self {
      case .signed(let transaction, _): transaction.kind.rawValue
      case .system: SystemTransaction.type
      }
    }

    /// What a gas costs in a block with this base fee.
    func price(over baseFee: Wei) -> Wei {
      switch self {
      case .signed(let transaction, _):
        let margin =
          transaction.maxFeePerGas.units
          - min(
            baseFee.units, transaction.maxFeePerGas.units)
        return Wei(baseFee.units + min(margin, transaction.maxPriorityFeePerGas.units))
      case .system: return .zero
      }
    }
  }

  let stored: StoredBlock
  let hash: Digest
  let gasLimit: Gas
  /// Each with a receipt at the same place.
  let entries: [Entry]

  init(_ stored: StoredBlock, in reader: ChainReader) throws(RPCError) {
    self.stored = stored
    let header = stored.header
    hash = header.hash
    gasLimit = try reader.gasLimit(of: header)
    var entries: [Entry] = []
    for (raw, sender) in zip(stored.transactions, stored.outcome.senders) {
      guard let transaction = try? Transaction(decoding: raw, for: header.chainID) else {
        throw .internalError
      }
      entries.append(.signed(transaction, sender: sender))
    }
    if stored.outcome.systemReceipt != nil {
      entries.append(.system(SystemTransaction(chainID: header.chainID, height: header.height)))
    }
    self.entries = entries
  }

  var header: Header { stored.header }
  var receipts: [Receipt] { stored.outcome.receipts }
  var baseFee: Wei { stored.outcome.baseFee }
  var seconds: UInt64 { header.time.units / 1_000 }

  var gasUsed: Gas { Gas(receipts.reduce(0) { $0 + $1.gasUsed.units }) }

  var bloom: Bloom {
    var bloom = Bloom()
    for receipt in receipts { bloom.formUnion(receipt.bloom) }
    return bloom
  }

  var receiptsRoot: Digest {
    var list = MerkleList()
    for receipt in receipts { list.append(receipt.canonicalBytes.span) }
    return list.root
  }

  var sizeBytes: Int { header.canonicalBytes.count + stored.body.canonicalBytes.count }

  /// How many logs the block has before those of a receipt.
  func logCount(before position: Int) -> Int {
    receipts[..<position].reduce(0) { $0 + $1.logs.count }
  }
}
