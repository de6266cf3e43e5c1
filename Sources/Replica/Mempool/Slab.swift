/// Values that keep their number until they are removed; then the number is given anew.
struct Slab<Element> {
  private var elements: [Element] = []
  private var free: [UInt32] = []

  /// One more than the highest number ever given.
  var bound: Int { elements.count }

  subscript(number: UInt32) -> Element {
    _read { yield elements[Int(number)] }
    _modify { yield &elements[Int(number)] }
  }

  mutating func insert(_ element: Element) -> UInt32 {
    guard let number = free.popLast() else {
      elements.append(element)
      return UInt32(elements.count - 1)
    }
    elements[Int(number)] = element
    return number
  }

  /// Gives a number back; what is left behind in its place should hold no memory.
  mutating func remove(_ number: UInt32, leaving rest: Element) {
    elements[Int(number)] = rest
    free.append(number)
  }
}

extension Slab: Sendable where Element: Sendable {}
