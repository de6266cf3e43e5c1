import Codec
package import Cryptography

/// Addresses and storage keys a transaction names in advance (EIP-2930).
///
/// This chain has no use for them; they are priced, kept and shown because wallets send them.
package struct AccessList: Hashable, Sendable {
  /// An address and the keys of its storage.
  package struct Entry: Hashable, Sendable {
    package let address: Address
    package let storageKeys: [Digest]
  }

  /// How much a list names.
  package struct Counts: Hashable, Sendable {
    package var addresses = 0
    package var storageKeys = 0

    package init() {}
  }

  package let entries: [Entry]

  /// Builds the list whose bytes were counted when the transaction was decoded.
  init(checkedRange range: Range<Int>, in bytes: Span<UInt8>) {
    var entries: [Entry] = []
    do throws(RLPError) {
      try Self.walk(RLPReader(range: range), in: bytes) { address, keys in
        entries.append(Entry(address: address, storageKeys: keys))
      }
    } catch {
      preconditionFailure("an access list was checked when its transaction was decoded")
    }
    self.entries = entries
  }

  /// Checks a list and counts what it names.
  static func counts(
    _ list: RLPReader, in bytes: Span<UInt8>
  ) throws(RLPError) -> Counts {
    var counts = Counts()
    guard !list.isAtEnd else { return counts }
    try walk(list, in: bytes) { _, keys in
      counts.addresses += 1
      counts.storageKeys += keys.count
    }
    return counts
  }

  private static func walk(
    _ list: RLPReader, in bytes: Span<UInt8>, _ body: (Address, [Digest]) -> Void
  ) throws(RLPError) {
    var list = list
    while !list.isAtEnd {
      var entry = try list.readList(in: bytes)
      let address: FixedBytes<20> = try entry.readFixed(in: bytes)
      var keyList = try entry.readList(in: bytes)
      try entry.finish()
      var keys: [Digest] = []
      while !keyList.isAtEnd { keys.append(Digest(try keyList.readFixed(in: bytes))) }
      body(Address(address), keys)
    }
  }
}
