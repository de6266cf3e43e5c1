package import Codec

/// A header together with the transactions it commits to.
package struct Block: Hashable, Sendable {
  package let header: Header
  package let body: Body

  /// Puts the two together, or refuses a body that is not this header's.
  package init(header: Header, body: Body) throws(ByteError) {
    guard header.transactionCount == UInt32(body.transactions.count) else {
      throw .forbidden("a header counts the transactions of its body")
    }
    #if PLANTED
      let isOther = header.transactionsRoot != body.root && !ReplicaBug.believesBodies.isPlanted
    #else
      let isOther = header.transactionsRoot != body.root
    #endif
    guard !isOther else {
      throw .forbidden("a header commits to exactly the transactions of its body")
    }
    self.header = header
    self.body = body
  }

  /// Puts together again what was one block when this node stored it, without hashing the body.
  ///
  /// Whoever is handed the bytes of a block by somebody else holds the body against its header.
  package init(stored header: Header, body: Body) {
    self.header = header
    self.body = body
  }
}

extension Block: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(header)
    writer.write(body)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let header = try Header(from: &reader, in: bytes)
    try self.init(header: header, body: try Body(from: &reader, in: bytes))
  }
}
