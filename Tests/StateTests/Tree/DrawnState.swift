import State
import TestSupport

/// A state of a shape and size, with small values and now and then a large one.
struct DrawnState {
  var state = InMemoryState()
  let shape: KeyShape
  let count: Int

  init(_ shape: KeyShape, count: Int, seed: UInt64 = 1, largeValues: ClosedRange<Int> = 31...70) {
    var random = SplitMix64(seed: seed)
    var changes = ChangeSet()
    for number in 0..<count {
      let isLarge = random.happens(oneIn: 5)
      let value = random.bytes(count: isLarge ? largeValues : 1...24)
      changes.put(value, for: shape.key(number))
    }
    state.apply(changes)
    self.shape = shape
    self.count = count
  }
}

extension InMemoryState {
  /// All entries in the order of their keys.
  var all: [StateEntry] {
    var entries: [StateEntry] = []
    visitEntries(from: StateKey(), below: nil) { key, value in
      let bytes = value.indices.map { value[$0] }
      entries.append(StateEntry(key: StateKey(copying: key), value: bytes))
      return true
    }
    return entries
  }
}
