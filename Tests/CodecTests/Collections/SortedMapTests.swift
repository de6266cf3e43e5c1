import Codec
import TestSupport
import Testing

@Suite struct SortedMapTests {
  /// The plainest map that can be right: a dictionary, sorted when it is asked for its entries.
  private struct Model {
    static let keys = 0...900

    var values: [Int: Int] = [:]

    var entries: [(key: Int, value: Int)] {
      values.sorted { $0.key < $1.key }
    }

    func first(from key: Int) -> (key: Int, value: Int)? {
      for candidate in max(key, 0)...Self.keys.upperBound {
        if let value = values[candidate] { return (candidate, value) }
      }
      return nil
    }
  }

  private func isSame(_ map: SortedMap<Int, Int>, as model: Model) -> Bool {
    let entries = model.entries
    return map.count == entries.count && map.isEmpty == entries.isEmpty
      && map.elementsEqual(entries) { $0.key == $1.key && $0.value == $1.value }
  }

  @Test func `an empty map has nothing`() {
    var map = SortedMap<Int, String>()
    #expect(map.isEmpty)
    #expect(map[1] == nil)
    #expect(map.first(from: .min) == nil)
    #expect(map.removeValue(forKey: 1) == nil)
    #expect(Array(map.map(\.key)).isEmpty)
  }

  @Test func `setting tells what it replaces and removing what it took`() {
    var map = SortedMap<Int, String>()
    #expect(map.updateValue("one", forKey: 1) == nil)
    #expect(map.updateValue("two", forKey: 1) == "one")
    #expect(map.count == 1)
    #expect(map.removeValue(forKey: 1) == "two")
    #expect(map.isEmpty)
    map[3] = "three"
    map[3] = nil
    map[3] = nil
    #expect(map.isEmpty)
  }

  @Test(arguments: Seeds.few) func `it does what a sorted dictionary does`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var map = SortedMap<Int, Int>()
    var model = Model()
    for step in 0..<4_000 {
      let key = random.number(in: Model.keys)
      // Growth in the first half and decline in the second, so that chunks split and vanish.
      if random.number(in: 0...9) < (step < 2_000 ? 8 : 2) {
        #expect(map.updateValue(step, forKey: key) == model.values.updateValue(step, forKey: key))
      } else {
        #expect(map.removeValue(forKey: key) == model.values.removeValue(forKey: key))
      }
      #expect(map[key] == model.values[key])
      let probe = random.number(in: -1...900)
      let (found, expected) = (map.first(from: probe), model.first(from: probe))
      #expect(found?.key == expected?.key)
      #expect(found?.value == expected?.value)
      if step % 100 == 0 { #expect(isSame(map, as: model)) }
    }
    #expect(isSame(map, as: model))
    for key in model.entries.map(\.key) { #expect(map.removeValue(forKey: key) != nil) }
    #expect(map.isEmpty)
    #expect(map.first(from: .min) == nil)
    map[7] = 7
    #expect(map.map(\.value) == [7])
  }

  @Test(arguments: [Array(0..<1_000), Array((0..<1_000).reversed())])
  func `thousands of keys in either order iterate in ascending order`(keys: [Int]) {
    var map = SortedMap<Int, Int>()
    for key in keys { map[key] = 2 * key }
    #expect(map.map(\.key) == Array(0..<1_000))
    #expect(map.map(\.value) == (0..<1_000).map { 2 * $0 })
    #expect(map.underestimatedCount == 1_000)
    for key in keys { map[key] = nil }
    #expect(map.isEmpty)
  }

  @Test func `the next key is found across every boundary of chunks`() {
    var map = SortedMap<Int, Int>()
    for key in 0..<1_000 { map[2 * key] = key }
    for key in 0..<1_000 {
      #expect(map.first(from: 2 * key)?.key == 2 * key)
      #expect(map.first(from: 2 * key - 1)?.key == 2 * key)
    }
    #expect(map.first(from: 1_999) == nil)
  }

  @Test func `a copy keeps what the original had`() {
    var map = SortedMap<Int, Int>()
    for key in 0..<300 { map[key] = key }
    let copy = map
    for key in 0..<300 where key % 3 > 0 { map[key] = nil }
    #expect(copy.map(\.key) == Array(0..<300))
    #expect(map.map(\.key) == Array(stride(from: 0, to: 300, by: 3)))
  }
}
