package import Codec
package import Cryptography

/// What executing a transaction came to.
///
/// Its byte form is the leaf item of the block's receipts root. Bloom filter, cumulative gas and
/// effective price follow from it and the block, so they are not part of it.
package struct Receipt: Sendable {
  /// What became of the transaction.
  package enum Outcome: Sendable {
    case succeeded([Log])
    /// Everything but the fee was undone.
    case failed(reason: String)
  }

  package let transactionHash: Digest
  package let outcome: Outcome
  package let gasUsed: Gas

  /// A reason that is too long is cut off, since it may quote what a user sent.
  package init(transactionHash: Digest, outcome: Outcome, gasUsed: Gas) {
    self.transactionHash = transactionHash
    self.gasUsed = gasUsed
    switch outcome {
    case .succeeded(let logs):
      precondition(logs.count <= ProtocolLimits.receiptLogsMax, "a price list bounds the logs")
      self.outcome = outcome
    case .failed(let reason):
      self.outcome = .failed(reason: Self.shortened(reason))
    }
  }

  private static func shortened(_ reason: String) -> String {
    var reason = reason
    while reason.utf8.count > ProtocolLimits.reasonSizeBytesMax { reason.removeLast() }
    return reason
  }

  package var logs: [Log] {
    switch outcome {
    case .succeeded(let logs): logs
    case .failed: []
    }
  }

  /// The filter clients test before they ask for the logs.
  package var bloom: Bloom {
    var bloom = Bloom()
    for log in logs { bloom.insert(log) }
    return bloom
  }
}

extension Receipt: Canonical {
  package func encode(into writer: inout ByteWriter) {
    // Bytes and numbers, which need no generic code: there is a receipt for every transaction.
    writer.write(transactionHash.bytes.storage.span)
    switch outcome {
    case .succeeded(let logs):
      writer.write(1 as UInt8)
      writer.write(gasUsed.units)
      writer.writeCount(logs.count)
      for log in logs { log.encode(into: &writer) }
      writer.writeCount(0)
    case .failed(let reason):
      writer.write(0 as UInt8)
      writer.write(gasUsed.units)
      writer.writeCount(0)
      writer.writeBytes(Array(reason.utf8).span)
    }
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    transactionHash = try Digest(from: &reader, in: bytes)
    let status = try reader.read(UInt8.self, in: bytes)
    gasUsed = try Gas(from: &reader, in: bytes)
    let logs: [Log] = try reader.readList(atMost: ProtocolLimits.receiptLogsMax, in: bytes)
    let reason = try reader.readText(atMost: ProtocolLimits.reasonSizeBytesMax, in: bytes)
    switch (status, logs.isEmpty, reason.isEmpty) {
    case (1, _, true): outcome = .succeeded(logs)
    case (0, true, _): outcome = .failed(reason: reason)
    case (0, _, _), (1, _, _):
      throw .forbidden("a receipt has a reason only if it failed and logs only if it succeeded")
    default: throw .unknown(type: "receipt status", code: UInt64(status))
    }
  }
}
