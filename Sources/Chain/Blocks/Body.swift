package import Codec
package import Cryptography

/// The transactions of a block, as the raw bytes their senders signed.
package struct Body: Hashable, Sendable {
  package let transactions: [[UInt8]]

  /// Takes transactions that together keep within the limits of a body.
  package init(_ transactions: [[UInt8]]) throws(ByteError) {
    guard transactions.count <= ProtocolLimits.bodyTransactionsMax else {
      throw .tooLong(count: transactions.count, limit: ProtocolLimits.bodyTransactionsMax)
    }
    var sizeBytes = 0
    for transaction in transactions {
      guard transaction.count <= ProtocolLimits.transactionSizeBytesMax else {
        throw .tooLong(count: transaction.count, limit: ProtocolLimits.transactionSizeBytesMax)
      }
      sizeBytes += transaction.count
    }
    guard sizeBytes <= ProtocolLimits.bodySizeBytesMax else {
      throw .tooLong(count: sizeBytes, limit: ProtocolLimits.bodySizeBytesMax)
    }
    self.transactions = transactions
  }

  /// The root under which the header commits to the body.
  package var root: Digest {
    var list = MerkleList()
    for transaction in transactions { list.append(transaction.span) }
    return list.root
  }
}

extension Body: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.writeCount(transactions.count)
    for transaction in transactions { writer.writeBytes(transaction.span) }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let count = try reader.readCount(atMost: ProtocolLimits.bodyTransactionsMax, in: bytes)
    var transactions: [[UInt8]] = []
    var sizeBytes = 0
    for _ in 0..<count {
      let transaction = try reader.readArray(
        atMost: ProtocolLimits.transactionSizeBytesMax, in: bytes)
      sizeBytes += transaction.count
      guard sizeBytes <= ProtocolLimits.bodySizeBytesMax else {
        throw .tooLong(count: sizeBytes, limit: ProtocolLimits.bodySizeBytesMax)
      }
      transactions.append(transaction)
    }
    self.transactions = transactions
  }
}
