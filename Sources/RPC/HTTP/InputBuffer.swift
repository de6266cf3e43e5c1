/// Bytes that have arrived and were not used yet.
package struct InputBuffer: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// Where the first unused byte is.
  package private(set) var start = 0

  package init() {}

  package var count: Int { bytes.count - start }
  package var isEmpty: Bool { count == 0 }

  package mutating func append(_ more: some Collection<UInt8>) {
    compact()
    bytes.append(contentsOf: more)
  }

  /// Lets a reader add to the bytes.
  package mutating func fill<Result>(_ body: (inout [UInt8]) -> Result) -> Result {
    compact()
    return body(&bytes)
  }

  mutating func consume(_ count: Int) {
    precondition(count <= self.count, "only what is there can be used")
    start += count
    if start == bytes.count { removeAll() }
  }

  /// Takes bytes off the front.
  mutating func take(_ count: Int) -> ArraySlice<UInt8> {
    let taken = bytes[start..<start + count]
    consume(count)
    return taken
  }

  mutating func removeAll() {
    // A large buffer is given back; a small one serves the next request.
    bytes.removeAll(keepingCapacity: bytes.capacity <= 32 << 10)
    start = 0
  }

  /// Moves what is left to the front, once enough is used to make that worth it.
  private mutating func compact() {
    guard start > 0, start >= bytes.count / 2 else { return }
    bytes.removeSubrange(..<start)
    start = 0
  }
}
