package import Chain
package import Codec

/// The heights that a part of the database covers without a gap.
package struct Coverage: Hashable, Sendable {
  package var lowest: Height
  package var highest: Height

  package init(lowest: Height, highest: Height) {
    precondition(lowest <= highest, "what is covered begins before it ends")
    self.lowest = lowest
    self.highest = highest
  }

  package func contains(_ height: Height) -> Bool { (lowest...highest).contains(height) }
}

extension Coverage: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(lowest)
    writer.write(highest)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    lowest = try Height(from: &reader, in: bytes)
    highest = try Height(from: &reader, in: bytes)
    guard lowest <= highest else { throw .forbidden("what is covered begins before it ends") }
  }
}
