import Codec
import State
import TestSupport
import Testing

@Suite("The top of the state tree")
struct SubtreeDigestTests {
  /// What a database would hold after the changes of each step were carried out.
  private struct Held {
    private var held = SortedMap<Digits, [UInt8]>()

    /// Bytes in their order.
    private struct Digits: Comparable {
      let bytes: [UInt8]

      static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
      }
    }

    mutating func apply(_ changes: StateTree.SubtreeChanges) {
      for key in changes.removed {
        #expect(
          held.removeValue(forKey: Digits(bytes: key)) != nil, "only what is there is removed")
      }
      for subtree in changes.written { held[Digits(bytes: subtree.key)] = subtree.bytes }
    }

    var all: [SubtreeDigest] { held.map { SubtreeDigest(key: $0.key.bytes, bytes: $0.value) } }
  }

  @Test(
    "A tree put together from its top is the tree, after every step of a history",
    arguments: KeyShape.allCases, Seeds.few)
  func restoring(shape: KeyShape, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var state = InMemoryState()
    var kept = Held()
    for step in 0..<12 {
      let before = state.tree
      var changes = ChangeSet()
      for _ in 0..<[700, 20, 200][step % 3] {
        let key = shape.key(random.number(in: 0...1_500))
        if random.happens(oneIn: step > 8 ? 1 : 4) {
          changes.remove(key)
        } else {
          changes.put([1, UInt8(step)], for: key)
        }
      }
      state.apply(changes)
      kept.apply(state.tree.subtreeChanges(since: before))
      let restored = try StateTree(subtrees: kept.all)
      #expect(restored.root == state.root)
      #expect(restored.subtreeChanges(since: state.tree).written.isEmpty)
      // What is restored has to be able to go on, so it takes the next step too.
      var next = ChangeSet()
      next.put([3], for: shape.key(step))
      var reader = state
      reader.apply(next)
      let keys = next.sorted.map(\.key)
      #expect(restored.updated(keys, reading: &reader).root == reader.root)
    }
  }

  @Test("A change of one entry changes one subtree")
  func locality() {
    var drawn = DrawnState(.scattered, count: 5_000)
    let before = drawn.state.tree
    var changes = ChangeSet()
    changes.put([7, 7], for: drawn.shape.key(77))
    drawn.state.apply(changes)
    let changed = drawn.state.tree.subtreeChanges(since: before)
    #expect(changed.written.count == 1)
    #expect(changed.removed.isEmpty)
  }

  @Test("What is damaged is refused or leads to another root", arguments: KeyShape.allCases)
  func damage(shape: KeyShape) {
    let drawn = DrawnState(shape, count: 900)
    let kept = drawn.state.tree.subtreeChanges(since: StateTree()).written
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      var damaged = kept
      let index = random.number(in: 0...kept.count - 1)
      var (key, bytes) = (kept[index].key, kept[index].bytes)
      switch random.number(in: 0...3) {
      case 0: key[random.number(in: 0...key.count - 1)] ^= 1 << UInt8(random.number(in: 0...7))
      case 1: bytes[random.number(in: 2...33)] ^= 1 << UInt8(random.number(in: 0...7))
      case 2: bytes.removeLast(random.number(in: 1...bytes.count))
      default: key.removeLast(random.number(in: 1...key.count))
      }
      damaged[index] = SubtreeDigest(key: key, bytes: bytes)
      // A changed key may be another name for the same place, which leads to the same root.
      let isNamed = (try? StateTree(subtrees: damaged))?.root == drawn.state.root
      #expect(!isNamed || bytes == kept[index].bytes)
      damaged.remove(at: index)
      #expect((try? StateTree(subtrees: damaged))?.root != drawn.state.root)
    }
  }

  @Test("An update in parts comes to the same as one in a piece", arguments: KeyShape.allCases)
  func parts(shape: KeyShape) {
    var random = SplitMix64(seed: 11)
    var state = DrawnState(shape, count: 900).state
    for round in 0..<8 {
      let before = state.tree
      var changes = ChangeSet()
      for _ in 0..<300 {
        let key = shape.key(random.number(in: 0...1_200))
        if random.happens(oneIn: round > 4 ? 1 : 3) {
          changes.remove(key)
        } else {
          changes.put([UInt8(round), 4], for: key)
        }
      }
      state.apply(changes)
      let keys = changes.sorted.map(\.key)
      let results = before.parts(changedAt: keys, count: 7).map { $0.updated(reading: &state) }
      let joined = before.updated(keys, taking: results, reading: &state)
      #expect(joined.root == state.root)
      let alone = state.tree.subtreeChanges(since: before)
      let together = joined.subtreeChanges(since: before, taking: results)
      #expect(alone.written == together.written)
      #expect(Set(alone.removed) == Set(together.removed))
    }
  }
}
