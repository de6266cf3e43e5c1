import State
import TestSupport
import Testing

@Suite("Change sets")
struct ChangeSetTests {
  private static let table = Table(9, keySizeBytes: 2)

  private static func key(_ number: Int) -> StateKey {
    table.key(holding: [UInt8(number / 256), UInt8(number % 256)])
  }

  /// What a history of changes with savepoints means, told with plain dictionaries.
  private struct Model {
    var values: [Int: [UInt8]] = [:]
    var saved: [[Int: [UInt8]]] = []
  }

  @Test("Nested savepoints undo exactly what came after them", arguments: Seeds.many)
  func savepoints(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var state = InMemoryState()
    var model = Model()
    for round in 0..<4 {
      var changes = ChangeSet()
      var savepoints: [ChangeSet.Savepoint] = []
      for _ in 0..<120 {
        let number = random.number(in: 0...30)
        switch random.number(in: 0...9) {
        case 0:
          savepoints.append(changes.savepoint())
          model.saved.append(model.values)
        case 1 where !savepoints.isEmpty:
          // Any savepoint that is still open, not only the last one.
          let depth = random.number(in: 0...savepoints.count - 1)
          changes.rollBack(to: savepoints[depth])
          model.values = model.saved[depth]
          savepoints.removeSubrange((depth + 1)...)
          model.saved.removeSubrange((depth + 1)...)
        case 2, 3:
          changes.remove(Self.key(number))
          model.values[number] = nil
        default:
          changes.put([UInt8(round), UInt8(number)], for: Self.key(number))
          model.values[number] = [UInt8(round), UInt8(number)]
        }
        #expect(changes.value(for: Self.key(number), over: state) == model.values[number])
      }
      let expected = model.values.sorted { $0.key < $1.key }.map { Self.key($0.key) }
      var found: [StateKey] = []
      var lower = Self.table.lower
      while let entry = changes.firstEntry(from: lower, below: nil, over: state) {
        found.append(entry.key)
        lower = entry.key.successor
      }
      #expect(found == expected)
      model.saved = []
      state.apply(changes)
      #expect(state.count == model.values.count)
    }
  }

  @Test("Later changes of a group win, and ranges end at their bound")
  func merging() {
    var first = ChangeSet()
    first.put([1], for: Self.key(1))
    first.put([1], for: Self.key(2))
    first.put([1], for: Self.key(3))
    var later = ChangeSet()
    later.remove(Self.key(2))
    later.put([2], for: Self.key(3))
    first.append(later)
    let state = InMemoryState()
    #expect(first.value(for: Self.key(1), over: state) == [1])
    #expect(first.value(for: Self.key(2), over: state) == nil)
    #expect(first.value(for: Self.key(3), over: state) == [2])
    let lower = Self.key(2)
    let inside = first.firstEntry(from: lower, below: Self.key(4), over: state)
    #expect(inside?.key == Self.key(3))
    #expect(first.firstEntry(from: lower, below: Self.key(3), over: state) == nil)
  }

  @Test("A value is not empty, and keeps within its limit")
  func values() async {
    await #expect(processExitsWith: .failure) {
      var changes = ChangeSet()
      changes.put([], for: Table(9, keySizeBytes: 2).key(holding: [1, 2]))
    }
    await #expect(processExitsWith: .failure) {
      var changes = ChangeSet()
      let value = [UInt8](repeating: 0, count: 65_537)
      changes.put(value, for: Table(9, keySizeBytes: 2).key(holding: [1, 2]))
    }
  }
}
