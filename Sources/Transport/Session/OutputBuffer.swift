/// Bytes that wait for the socket, in their order.
package struct OutputBuffer: Sendable {
  var bytes: [UInt8] = []
  private var start = 0

  package var count: Int { bytes.count - start }
  package var isEmpty: Bool { count == 0 }

  /// What to send next.
  package var front: ArraySlice<UInt8> { bytes[start...] }

  mutating func append(_ more: [UInt8]) {
    bytes += more
  }

  /// Forgets what was sent.
  mutating func remove(_ count: Int) {
    precondition(count <= self.count, "what was sent is the front")
    start += count
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: bytes.capacity <= 2 * TransportLimits.sealedBytesMax)
      start = 0
    } else if start >= TransportLimits.sealedBytesMax {
      bytes.removeSubrange(..<start)
      start = 0
    }
  }
}
