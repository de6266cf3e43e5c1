/// Bytes that have arrived and were not used yet.
package struct InputBuffer: Sendable {
  private var bytes: [UInt8] = []
  /// Where the first unused byte is.
  private var start = 0

  package init() {}

  package var count: Int { bytes.count - start }

  /// Lets a reader add to the bytes.
  package mutating func fill<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
    if start > 0 {
      bytes.removeSubrange(..<start)
      start = 0
    }
    return body(&bytes)
  }

  /// The next bytes, or as many as there are.
  func peek(_ count: Int) -> ArraySlice<UInt8> {
    bytes[start..<min(start + count, bytes.count)]
  }

  /// What the next frame says about its length, once that is there.
  var frameLength: Int? {
    guard count >= FrameCipher.lengthBytes else { return nil }
    return (0..<FrameCipher.lengthBytes).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
  }

  /// Takes so many bytes, once they are there.
  mutating func take(_ count: Int) -> [UInt8]? {
    guard self.count >= count else { return nil }
    let taken = Array(bytes[start..<start + count])
    consume(count)
    return taken
  }

  mutating func consume(_ count: Int) {
    start += count
    if start == bytes.count { removeAll() }
  }

  /// Lets go of everything.
  mutating func removeAll() {
    // A large buffer is given back; a small one serves the next frame.
    bytes.removeAll(keepingCapacity: bytes.capacity <= 2 * TransportLimits.firstReadBytes)
    start = 0
  }

  /// Opens a frame in place and hands what it holds, which is then used up.
  mutating func open<Result, Failure: Error>(
    _ count: Int, by cipher: inout FrameCipher,
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    let range = start..<start + count
    guard cipher.open(&bytes, at: range) else { return nil }
    defer { consume(count) }
    return try body(bytes.span.extracting(FrameCipher.payload(of: range)))
  }
}
