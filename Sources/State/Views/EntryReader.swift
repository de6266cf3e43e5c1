/// Where the state tree reads entries from, a bucket at a time.
package protocol EntryReader: ~Copyable {
  /// Why reading may fail; `Never` in memory.
  associatedtype Failure: Error

  /// Hands over the entries within bounds, in the order of their keys, until one is answered with
  /// false.
  mutating func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) throws(Failure)
}
