/// A map that iterates in the order of its keys, the same in every process.
///
/// Invariants:
/// 1. keys are strictly ascending within a chunk and from each chunk to the next;
/// 2. no chunk is empty, and none holds more than `chunkCountMax` entries;
/// 3. `firsts` has the first key of each chunk, so that the search for a chunk reads no chunk;
/// 4. `entryCount` is the sum over all chunks.
@frozen public struct SortedMap<Key: Comparable, Value> {
  /// An entry.
  public typealias Element = (key: Key, value: Value)

  /// Small enough to shift cheaply on insertion, large enough to keep the outer list short.
  @inlinable static var chunkCountMax: Int { 64 }

  @usableFromInline var chunks: [[Element]] = []
  @usableFromInline var firsts: [Key] = []
  @usableFromInline var entryCount = 0

  @inlinable public init() {}

  @inlinable public var count: Int { entryCount }
  @inlinable public var isEmpty: Bool { entryCount == 0 }

  /// Where a key stands, or where it would be inserted.
  @inlinable func locate(_ key: Key) -> (chunk: Int, slot: Int, found: Bool) {
    guard !chunks.isEmpty else { return (0, 0, false) }
    // The last chunk whose first key is not after the key; the first chunk takes what is smaller.
    let after = firsts.partitioningIndex { $0 > key }
    let chunk = after > 0 ? after - 1 : 0
    let slot = chunks[chunk].partitioningIndex { $0.key >= key }
    return (chunk, slot, slot < chunks[chunk].count && chunks[chunk][slot].key == key)
  }

  @inlinable public subscript(key: Key) -> Value? {
    get {
      let place = locate(key)
      return place.found ? chunks[place.chunk][place.slot].value : nil
    }
    set {
      if let newValue {
        updateValue(newValue, forKey: key)
      } else {
        removeValue(forKey: key)
      }
    }
  }

  /// Sets a value and returns the one it replaces.
  @discardableResult
  @inlinable public mutating func updateValue(_ value: Value, forKey key: Key) -> Value? {
    let place = locate(key)
    guard !place.found else {
      let replaced = chunks[place.chunk][place.slot].value
      chunks[place.chunk][place.slot].value = value
      return replaced
    }
    entryCount += 1
    guard !chunks.isEmpty else {
      chunks.append([(key, value)])
      firsts.append(key)
      return nil
    }
    if place.slot == Self.chunkCountMax, place.chunk == chunks.count - 1 {
      // Keys that come in order fill one chunk after the other, and none outgrows its room.
      chunks.append([(key, value)])
      firsts.append(key)
      return nil
    }
    chunks[place.chunk].insert((key, value), at: place.slot)
    if place.slot == 0 { firsts[place.chunk] = key }
    if chunks[place.chunk].count > Self.chunkCountMax { split(place.chunk) }
    return nil
  }

  /// Makes two chunks of one that has grown too long.
  ///
  /// Keys that come in order fill one chunk after the other.
  @inlinable mutating func split(_ chunk: Int) {
    let isLast = chunk == chunks.count - 1
    let half = isLast ? Self.chunkCountMax : chunks[chunk].count / 2
    chunks.insert(Array(chunks[chunk][half...]), at: chunk + 1)
    chunks[chunk].removeSubrange(half...)
    firsts.insert(chunks[chunk + 1][0].key, at: chunk + 1)
  }

  /// Removes an entry and returns its value.
  @discardableResult
  @inlinable public mutating func removeValue(forKey key: Key) -> Value? {
    let place = locate(key)
    guard place.found else { return nil }
    entryCount -= 1
    let removed = chunks[place.chunk].remove(at: place.slot)
    if chunks[place.chunk].isEmpty {
      chunks.remove(at: place.chunk)
      firsts.remove(at: place.chunk)
    } else if place.slot == 0 {
      firsts[place.chunk] = chunks[place.chunk][0].key
    }
    return removed.value
  }

  /// The entry with the smallest key.
  @inlinable public var first: Element? { chunks.first?.first }

  /// The entry with the largest key.
  @inlinable public var last: Element? { chunks.last?.last }

  /// The first entry whose key is not before the given one.
  @inlinable public func first(from key: Key) -> Element? {
    let place = locate(key)
    guard place.chunk < chunks.count else { return nil }
    if place.slot < chunks[place.chunk].count { return chunks[place.chunk][place.slot] }
    return place.chunk + 1 < chunks.count ? chunks[place.chunk + 1][0] : nil
  }

  /// The last entry whose key is before the given one.
  @inlinable public func last(before key: Key) -> Element? {
    let place = locate(key)
    guard place.chunk < chunks.count else { return nil }
    if place.slot > 0 { return chunks[place.chunk][place.slot - 1] }
    return place.chunk > 0 ? chunks[place.chunk - 1].last : nil
  }
}

extension SortedMap: Sendable where Key: Sendable, Value: Sendable {}

extension SortedMap: Sequence {
  /// Walks the entries in ascending order of their keys.
  @frozen public struct Iterator: IteratorProtocol {
    @usableFromInline let chunks: [[Element]]
    @usableFromInline var chunk = 0
    @usableFromInline var slot = 0

    @inlinable init(chunks: [[Element]]) {
      self.chunks = chunks
    }

    @inlinable public mutating func next() -> Element? {
      guard chunk < chunks.count else { return nil }
      let element = chunks[chunk][slot]
      slot += 1
      if slot == chunks[chunk].count {
        chunk += 1
        slot = 0
      }
      return element
    }
  }

  @inlinable public func makeIterator() -> Iterator { Iterator(chunks: chunks) }

  @inlinable public var underestimatedCount: Int { count }
}

extension Array {
  /// The first index whose element satisfies a predicate that stays true once it is.
  @inlinable func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
