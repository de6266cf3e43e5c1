package import Chain
package import Codec

/// What executing a block came to, apart from the change of the state.
///
/// The senders are here so that nobody who reads a block has to recover them again.
package struct BlockOutcome: Sendable {
  package let baseFee: Wei
  /// The senders of the transactions that have a receipt, in the order of the body.
  package let senders: [Address]
  /// The places in the body of transactions that were void, ascending.
  package let voids: [UInt32]
  /// A receipt for each transaction that was not void, then the system transaction's if there is
  /// one.
  package let receipts: [Receipt]

  package init(baseFee: Wei, senders: [Address], voids: [UInt32], receipts: [Receipt]) {
    precondition(
      receipts.count == senders.count || receipts.count == senders.count + 1,
      "only the system transaction has a receipt and no sender")
    precondition(
      zip(voids, voids.dropFirst()).allSatisfy(<), "the places of void transactions ascend")
    self.baseFee = baseFee
    self.senders = senders
    self.voids = voids
    self.receipts = receipts
  }

  /// The receipt of the effects that no user's transaction caused.
  package var systemReceipt: Receipt? {
    receipts.count > senders.count ? receipts.last : nil
  }
}

extension BlockOutcome: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(baseFee)
    writer.writeList(senders)
    writer.writeCount(voids.count)
    for place in voids { writer.write(place) }
    writer.writeList(receipts)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    baseFee = try Wei(from: &reader, in: bytes)
    senders = try reader.readList(atMost: ProtocolLimits.bodyTransactionsMax, in: bytes)
    let voidCount = try reader.readCount(atMost: ProtocolLimits.bodyTransactionsMax, in: bytes)
    var voids: [UInt32] = []
    for _ in 0..<voidCount { voids.append(try reader.read(in: bytes)) }
    guard zip(voids, voids.dropFirst()).allSatisfy(<) else {
      throw .forbidden("the places of void transactions ascend")
    }
    self.voids = voids
    receipts = try reader.readList(atMost: ProtocolLimits.bodyTransactionsMax + 1, in: bytes)
    guard receipts.count == senders.count || receipts.count == senders.count + 1 else {
      throw .forbidden("only the system transaction has a receipt and no sender")
    }
  }
}
