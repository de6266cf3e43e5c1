/// Joins neighbouring subtrees into larger ones, as far as the gaps around them allow.
///
/// Two neighbours are joined once the gap between them is known to be deeper than the two around
/// them. What is left at the end are subtrees whose other halves are not here: their gaps first
/// rise towards the root and then fall again.
struct SubtreeFold {
  /// A complete subtree, one of its keys, and the gap in front of it.
  struct Element: Sendable {
    let node: TreeNode
    let key: StateKey
    let gap: Int
  }

  private(set) var elements: [Element] = []

  mutating func push(_ element: Element) {
    joinLast(above: element.gap)
    elements.append(element)
  }

  /// Joins what is left of a gap behind the last element.
  mutating func joinLast(above gap: Int) {
    while elements.count > 1 {
      let (left, right) = (elements[elements.count - 2], elements[elements.count - 1])
      guard right.gap > gap, right.gap > left.gap else { return }
      elements.removeLast(2)
      elements.append(Self.join(left, right))
    }
  }

  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
  }

  private static func join(_ left: Element, _ right: Element) -> Element {
    let branch = TreeNode.Branch(
      bit: right.gap, left: left.node.placed(at: right.gap + 1, around: left.key),
      right: right.node.placed(at: right.gap + 1, around: right.key))
    return Element(node: .branch(branch), key: left.key, gap: left.gap)
  }
}
