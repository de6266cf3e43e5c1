/// What is still to happen, by time; of two things at one time, what was planned first comes first.
struct EventQueue<Event> {
  /// When something happens, and where it lies until then: events are large, and sorting moves them
  /// many times.
  private struct Entry {
    let time: UInt64
    let order: UInt64
    let place: Int

    func precedes(_ other: Entry) -> Bool {
      time != other.time ? time < other.time : order < other.order
    }
  }

  private var heap: [Entry] = []
  private var events: [Event?] = []
  /// Places of events that have happened.
  private var free: [Int] = []
  private var planned: UInt64 = 0

  var count: Int { heap.count }

  mutating func add(_ event: Event, at time: UInt64) {
    planned += 1
    let place: Int
    if let last = free.popLast() {
      place = last
      events[place] = event
    } else {
      place = events.count
      events.append(event)
    }
    heap.append(Entry(time: time, order: planned, place: place))
    rise()
  }

  mutating func next() -> (time: UInt64, event: Event)? {
    guard let first = heap.first, let event = events[first.place] else { return nil }
    events[first.place] = nil
    free.append(first.place)
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.time, event)
  }

  private mutating func rise() {
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].precedes(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in 2 * parent + 1...2 * parent + 2
      where child < heap.count && heap[child].precedes(heap[least]) {
        least = child
      }
      guard least != parent else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
