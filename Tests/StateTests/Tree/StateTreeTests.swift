import Cryptography
import State
import TestSupport
import Testing

@Suite("The state tree")
struct StateTreeTests {
  /// A small value, or now and then one that only its hash stands for.
  private static func value(from random: inout SplitMix64) -> [UInt8] {
    random.happens(oneIn: 5) ? random.bytes(count: 31...70) : random.bytes(count: 1...24)
  }

  @Test(
    "The root equals the definition's after every step of a random history",
    arguments: KeyShape.allCases, Seeds.few)
  func histories(shape: KeyShape, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var state = InMemoryState()
    let space = [20, 100, 400][Int(seed % 3)]
    for step in 0..<20 {
      var changes = ChangeSet()
      let isShrinking = step % 10 > 6
      for _ in 0..<random.number(in: 0...[3, 40, 150][step % 3]) {
        let key = shape.key(random.number(in: 0...space))
        if random.happens(oneIn: isShrinking ? 1 : 4) {
          changes.remove(key)
        } else {
          changes.put(Self.value(from: &random), for: key)
        }
      }
      state.apply(changes)
      #expect(state.root == ReferenceTree.root(of: state.all), "step \(step)")
      var reader = state
      #expect(StateTree(reading: &reader).root == state.root, "step \(step)")
    }
  }

  @Test("The order in which entries come makes no difference", arguments: KeyShape.allCases)
  func order(shape: KeyShape) {
    var random = SplitMix64(seed: 7)
    let numbers = (0..<400).map { $0 }
    var roots: Set<Digest> = []
    for _ in 0..<4 {
      var state = InMemoryState()
      for number in numbers.shuffled(using: &random) {
        var changes = ChangeSet()
        changes.put([UInt8(truncatingIfNeeded: number), 1], for: shape.key(number))
        state.apply(changes)
      }
      roots.insert(state.root)
    }
    #expect(roots.count == 1)
  }

  @Test("Entries that come and go leave no trace", arguments: KeyShape.allCases)
  func comingAndGoing(shape: KeyShape) {
    var state = InMemoryState()
    var changes = ChangeSet()
    for number in 0..<100 { changes.put([1], for: shape.key(number)) }
    state.apply(changes)
    let before = state.root
    for count in [1, 7, 60, 300] {
      var coming = ChangeSet()
      var going = ChangeSet()
      for number in 100..<100 + count {
        coming.put([2], for: shape.key(number))
        going.remove(shape.key(number))
      }
      state.apply(coming)
      #expect(state.root != before)
      state.apply(going)
      #expect(state.root == before)
    }
  }

  @Test("A bucket holds sixteen entries and no more", arguments: KeyShape.allCases)
  func bucketEdge(shape: KeyShape) {
    var state = InMemoryState()
    for number in [Int](0...16) + [16, 15, 14] {
      var changes = ChangeSet()
      let key = shape.key(number)
      if state.value(for: key) == nil { changes.put([9], for: key) } else { changes.remove(key) }
      state.apply(changes)
      #expect(state.root == ReferenceTree.root(of: state.all))
    }
  }

  @Test("One change set may empty a bucket and put others where it was", arguments: Seeds.many)
  func replacement(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let shape = KeyShape.allCases[Int(seed) % KeyShape.allCases.count]
    var state = InMemoryState()
    var changes = ChangeSet()
    for number in 0..<random.number(in: 1...80) { changes.put([1], for: shape.key(3 * number)) }
    state.apply(changes)
    // Everything within a stretch of keys goes, and others come into the same stretch.
    let old = state.all
    let from = random.number(in: 0...old.count - 1)
    let to = random.number(in: from...old.count - 1)
    changes = ChangeSet()
    for entry in old[from...to] {
      changes.remove(entry.key)
      var bytes = entry.key.bytes
      let place = random.number(in: 1...bytes.count - 1)
      bytes[place] ^= 1 << UInt8(random.number(in: 0...7))
      let key = StateKey(copying: bytes.span)
      if state.value(for: key) == nil { changes.put([2], for: key) }
    }
    state.apply(changes)
    #expect(state.root == ReferenceTree.root(of: state.all))
  }

  @Test("A state without entries has the root of thirty-two zero bytes")
  func empty() {
    var state = InMemoryState()
    #expect(state.root == .zero)
    var changes = ChangeSet()
    changes.put([1], for: KeyShape.scattered.key(1))
    state.apply(changes)
    #expect(state.root != .zero)
    changes.remove(KeyShape.scattered.key(1))
    state.apply(changes)
    #expect(state.root == .zero)
  }
}
