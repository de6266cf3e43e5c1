import Chain

/// The records of consecutive views.
struct ViewWindow: Sendable {
  private(set) var first: View
  private var records: [ViewRecord] = []

  init(from first: View) {
    self.first = first
    records = [ViewRecord()]
  }

  var last: View { View(first.units + UInt64(records.count) - 1) }

  func contains(_ view: View) -> Bool { view >= first && view <= last }

  /// The record of a view in the window.
  subscript(view: View) -> ViewRecord {
    get { records[Int(view.units - first.units)] }
    // In place: a copy of the votes for each vote that is added would be most of the work.
    _modify { yield &records[Int(view.units - first.units)] }
  }

  /// Makes room up to a view.
  mutating func extend(through view: View) {
    while last < view { records.append(ViewRecord()) }
  }

  /// Forgets what is before a view, a few at a time, since moving the rest costs as much.
  mutating func drop(before view: View) {
    guard view > first, view <= last else { return }
    let count = Int(view.units - first.units)
    guard count >= 16 || count == records.count - 1 else { return }
    records.removeFirst(count)
    first = view
  }
}
