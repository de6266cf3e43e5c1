package import Codec

/// One table of the state: the byte its keys begin with, and how long they are behind it.
///
/// All keys of a table have one length, so no key of the state begins another.
package struct Table: Hashable, Sendable {
  package let id: UInt8
  /// The length of the table's own keys.
  package let keySizeBytes: Int

  package init(_ id: UInt8, keySizeBytes: Int) {
    precondition((1...64).contains(keySizeBytes), "a table's own keys have 1 to 64 bytes")
    self.id = id
    self.keySizeBytes = keySizeBytes
  }

  /// The key of the state for a key of the table.
  package func key(_ bytes: Span<UInt8>) -> StateKey {
    precondition(bytes.count == keySizeBytes, "all keys of a table have its length")
    var key = StateKey()
    key.append(id)
    key.append(bytes)
    return key
  }

  /// The key of the state for a table's key that is put together from canonical parts.
  package func key(_ parts: any Canonical...) -> StateKey {
    var writer = ByteWriter(reserving: keySizeBytes)
    for part in parts { part.encode(into: &writer) }
    return key(writer.bytes.span)
  }

  /// A bound before every key of the table.
  package var lower: StateKey {
    var key = StateKey()
    key.append(id)
    return key
  }

  /// A bound behind every key of the table; none for the last table.
  package var upper: StateKey? { lower.afterPrefix }
}
