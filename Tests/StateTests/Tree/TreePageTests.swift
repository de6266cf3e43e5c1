import Codec
import State
import TestSupport
import Testing

@Suite("Pages of the state tree")
struct TreePageTests {
  /// The pages a database would hold after the changes of each step were carried out.
  private struct Pages {
    private var held = SortedMap<Digits, [UInt8]>()

    /// Bytes in their order.
    private struct Digits: Comparable {
      let bytes: [UInt8]

      static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
      }
    }

    mutating func apply(_ changes: StateTree.PageChanges) {
      for key in changes.removed {
        #expect(held.removeValue(forKey: Digits(bytes: key)) != nil, "only pages there are removed")
      }
      for page in changes.written { held[Digits(bytes: page.key)] = page.bytes }
    }

    var all: [TreePage] { held.map { TreePage(key: $0.key.bytes, bytes: $0.value) } }
  }

  @Test(
    "A tree put together from its pages is the tree, after every step of a history",
    arguments: KeyShape.allCases, Seeds.few)
  func restoring(shape: KeyShape, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var state = InMemoryState()
    var pages = Pages()
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
      pages.apply(state.tree.pageChanges(since: before))
      let restored = try StateTree(pages: pages.all)
      #expect(restored.root == state.root)
      #expect(restored.pageChanges(since: state.tree).written.isEmpty)
      // What is restored has to be able to go on, so it takes the next step too.
      var next = ChangeSet()
      next.put([3], for: shape.key(step))
      var reader = state
      reader.apply(next)
      let keys = next.sorted.map(\.key)
      #expect(restored.updated(keys, reading: &reader).root == reader.root)
    }
  }

  @Test("A change of one entry changes one page")
  func locality() {
    var drawn = DrawnState(.scattered, count: 5_000)
    let before = drawn.state.tree
    var changes = ChangeSet()
    changes.put([7, 7], for: drawn.shape.key(77))
    drawn.state.apply(changes)
    let pages = drawn.state.tree.pageChanges(since: before)
    #expect(pages.written.count == 1)
    #expect(pages.removed.isEmpty)
  }

  @Test("Damaged pages are refused or lead to another root", arguments: KeyShape.allCases)
  func damage(shape: KeyShape) {
    let drawn = DrawnState(shape, count: 900)
    let pages = drawn.state.tree.pageChanges(since: StateTree()).written
    var random = SplitMix64(seed: 3)
    for _ in 0..<60 {
      var damaged = pages
      let index = random.number(in: 0...pages.count - 1)
      var (key, bytes) = (pages[index].key, pages[index].bytes)
      switch random.number(in: 0...3) {
      case 0: key[random.number(in: 0...key.count - 1)] ^= 1 << UInt8(random.number(in: 0...7))
      case 1: bytes[random.number(in: 0...bytes.count - 1)] ^= 1 << UInt8(random.number(in: 0...7))
      case 2: bytes.removeLast(random.number(in: 1...bytes.count))
      default: key.removeLast(random.number(in: 1...key.count))
      }
      damaged[index] = TreePage(key: key, bytes: bytes)
      // Some bits of a page say nothing about the root: counts, and what a jump skips.
      _ = try? StateTree(pages: damaged)
      damaged.remove(at: index)
      #expect((try? StateTree(pages: damaged))?.root != drawn.state.root)
    }
  }
}
