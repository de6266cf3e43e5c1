import Storage
import TestSupport
import Testing

/// A cursor against a sorted array on which the same is done.
@Suite struct CursorModelTests {
  /// The keyspace, and where the cursor is: on an entry, or before the one with the index.
  private struct Model {
    var entries: [(key: [UInt8], value: [UInt8])] = []
    var place = Place.gap(before: 0)

    enum Place: Equatable {
      case entry(Int)
      case gap(before: Int)
    }

    func index(of key: [UInt8]) -> Int {
      entries.firstIndex { !$0.key.lexicographicallyPrecedes(key) } ?? entries.count
    }

    mutating func land(on index: Int) -> Bool {
      place = entries.indices.contains(index) ? .entry(index) : .gap(before: max(index, 0))
      if case .entry = place { return true }
      return false
    }

    mutating func next() -> Bool {
      switch place {
      case .entry(let index): land(on: index + 1)
      case .gap(let index): land(on: index)
      }
    }

    mutating func previous() -> Bool {
      switch place {
      case .entry(let index), .gap(let index): land(on: index - 1)
      }
    }
  }

  @Test(arguments: Seeds.many)
  func `a cursor does what a sorted array does`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let database = try SampleEnvironment()
    var model = Model()
    try database.environment.write { transaction throws(StorageError) in
      model = Model()
      try transaction.clear(SampleEnvironment.letters)
      try transaction.edit(SampleEnvironment.letters) { cursor throws(StorageError) in
        // Values that fill a page soon, so that pages split and merge under the cursor.
        let valueBytes = [10, 200, 900, 1900].randomElement(using: &random) ?? 10
        for step in 0..<400 {
          try Self.step(&cursor, &model, valueBytes: valueBytes, using: &random)
          Self.compare(cursor, model, "step \(step)")
        }
      }
    }
    let transaction = try database.environment.read()
    #expect(try transaction.contents.count(of: SampleEnvironment.letters) == model.entries.count)
    for (key, value) in model.entries {
      #expect(try transaction.contents.get(key, in: SampleEnvironment.letters) == value)
    }
  }

  private static func step(
    _ cursor: inout Cursor, _ model: inout Model, valueBytes: Int, using random: inout SplitMix64
  ) throws(StorageError) {
    let key = (0..<Int.random(in: 1...3, using: &random)).map { _ in
      UInt8.random(in: 97...105, using: &random)
    }
    switch Int.random(in: 0..<14, using: &random) {
    case 0: #expect(try cursor.first() == model.land(on: 0))
    case 1:
      let count = model.entries.count
      #expect(try cursor.last() == model.land(on: count - 1))
    case 2...3: #expect(try cursor.seek(key) == model.land(on: model.index(of: key)))
    case 4...5: #expect(try cursor.next() == model.next())
    case 6: #expect(try cursor.previous() == model.previous())
    case 7...9:
      guard case .entry(let index) = model.place else { return }
      try cursor.delete()
      model.entries.remove(at: index)
      model.place = .gap(before: index)
    default:
      let value = [UInt8](repeating: key[0], count: Int.random(in: 0...valueBytes, using: &random))
      try cursor.put(value, for: key)
      let index = model.index(of: key)
      if index < model.entries.count, model.entries[index].key == key {
        model.entries[index].value = value
      } else {
        model.entries.insert((key, value), at: index)
      }
      // On the entry as for moving, though the cursor does not show it.
      model.place = .entry(index)
      let isForward = Bool.random(using: &random)
      let (found, expected) =
        isForward ? (try cursor.next(), model.next()) : (try cursor.previous(), model.previous())
      #expect(found == expected)
    }
  }

  private static func compare(_ cursor: borrowing Cursor, _ model: Model, _ step: Comment) {
    let expected: String? =
      if case .entry(let index) = model.place {
        String(decoding: model.entries[index].key, as: UTF8.self)
      } else { nil }
    #expect(cursor.key == expected, step)
  }
}
