package import Codec
package import Cryptography

/// What executing a transaction came to.
///
/// Its byte form is the leaf item of the block's receipts root. Bloom filter, cumulative gas and
/// effective price follow from it and the block, so they are not part of it.
package struct Receipt: Hashable, Sendable {
  /// Whether the transaction did what it was meant to.
  package enum Status: UInt8, Sendable {
    /// Everything but the fee was undone.
    case failed = 0
    case succeeded = 1
  }

  package let transactionHash: Digest
  package let status: Status
  package let gasUsed: Gas
  package let logs: [Log]
  /// Why the transaction failed; empty when it succeeded.
  package let reason: String

  package init(
    transactionHash: Digest, status: Status, gasUsed: Gas, logs: [Log], reason: String = ""
  ) {
    self.transactionHash = transactionHash
    self.status = status
    self.gasUsed = gasUsed
    self.logs = logs
    self.reason = reason
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
    writer.write(transactionHash)
    writer.write(status.rawValue)
    writer.write(gasUsed)
    writer.writeList(logs)
    writer.writeBytes(Array(reason.utf8).span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    transactionHash = try Digest(from: &reader, in: bytes)
    let code = try reader.read(UInt8.self, in: bytes)
    guard let status = Status(rawValue: code) else {
      throw .unknown(type: "receipt status", code: UInt64(code))
    }
    self.status = status
    gasUsed = try Gas(from: &reader, in: bytes)
    logs = try reader.readList(atMost: ProtocolLimits.receiptLogsMax, in: bytes)
    reason = try reader.readText(atMost: ProtocolLimits.reasonSizeBytesMax, in: bytes)
  }
}
