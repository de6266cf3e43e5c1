package import Codec
package import Cryptography

/// An event a contract reports, in Ethereum's form.
package struct Log: Hashable, Sendable {
  package let address: Address
  /// The event's hash, then its indexed arguments.
  package let topics: [Digest]
  package let data: [UInt8]

  package init(address: Address, topics: [Digest], data: [UInt8]) {
    precondition(topics.count <= ProtocolLimits.logTopicsMax, "a log has at most four topics")
    precondition(data.count <= ProtocolLimits.logDataSizeBytesMax, "events are small")
    self.address = address
    self.topics = topics
    self.data = data
  }
}

extension Log: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(address.bytes.storage.span)
    writer.writeCount(topics.count)
    for topic in topics { writer.write(topic.bytes.storage.span) }
    writer.writeBytes(data.span)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    address = try Address(from: &reader, in: bytes)
    topics = try reader.readList(atMost: ProtocolLimits.logTopicsMax, in: bytes)
    data = try reader.readArray(atMost: ProtocolLimits.logDataSizeBytesMax, in: bytes)
  }
}
