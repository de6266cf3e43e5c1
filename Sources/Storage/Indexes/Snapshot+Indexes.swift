package import Chain
import Codec
package import Cryptography

extension Snapshot {
  /// The heights that an index covers; nothing if it is switched off or empty.
  package func coverage(of index: BlockIndex) throws(StorageError) -> Coverage? {
    try transaction.contents.fact(index.fact)
  }

  /// Where a transaction is, by its hash, among the blocks that the index covers.
  ///
  /// The newest epochs come first, since what is asked for is mostly new.
  package func place(of transactionHash: Digest) throws(StorageError) -> TransactionPlace? {
    guard let coverage = try coverage(of: .transactions),
      let newest = try header(at: coverage.highest)?.epoch,
      let oldest = try header(at: coverage.lowest)?.epoch
    else { return nil }
    for units in (oldest.units...max(oldest, newest).units).reversed() {
      let key = BlockIndex.transactionKey(transactionHash, epoch: Epoch(units))
      guard let bytes = try transaction.contents.get(key.span, in: Schema.transactions) else {
        continue
      }
      for place in TransactionPlace.list(bytes) where coverage.contains(place.height) {
        let receipts = try block(at: place.height)?.outcome.receipts ?? []
        guard place.position < receipts.count else { continue }
        if receipts[place.position].transactionHash == transactionHash { return place }
      }
    }
    return nil
  }

  /// The places of transactions that an address sent or received, newest first.
  ///
  /// It begins before a place, if one is given, and ends after a number of them.
  package func places(
    of address: Address, before: TransactionPlace?, countMax: Int
  ) throws(StorageError) -> [(place: TransactionPlace, role: AddressRole)] {
    let prefix = address.bytes.array
    let bound = prefix + (before?.bytes ?? [UInt8](repeating: 0xFF, count: 13))
    return try transaction.contents.withCursor(on: Schema.addresses) {
      cursor throws(StorageError) in
      var places: [(place: TransactionPlace, role: AddressRole)] = []
      try cursor.seek(bound.span)
      while places.count < countMax, try cursor.previous() {
        let found =
          try cursor.withEntry { key, value in
            guard key.hasPrefix(prefix), let place = TransactionPlace(suffixOf: key),
              !value.isEmpty
            else { return nil as (TransactionPlace, AddressRole)? }
            return (place, AddressRole(rawValue: value[0]))
          } ?? nil
        guard let found else { break }
        places.append(found)
      }
      return places
    }
  }

  /// The heights within a range at which some block may have a log with a term, lowest first.
  package func heights(
    of term: LogTerm, in range: ClosedRange<Height>, countMax: Int
  ) throws(StorageError) -> [Height] {
    let prefix = term.key
    let lower = prefix + BigEndian.key(range.lowerBound)
    let upper = prefix + BigEndian.key(range.upperBound) + [0]
    return try transaction.contents.withCursor(on: Schema.logs) { cursor throws(StorageError) in
      var heights: [Height] = []
      try cursor.visit(from: lower.span, below: upper.span) { key, _ in
        if let units = BigEndian.suffix(of: key) { heights.append(Height(units)) }
        return heights.count < countMax
      }
      return heights
    }
  }
}

extension Span<UInt8> {
  fileprivate func hasPrefix(_ prefix: [UInt8]) -> Bool {
    count >= prefix.count && prefix.indices.allSatisfy { self[$0] == prefix[$0] }
  }
}
