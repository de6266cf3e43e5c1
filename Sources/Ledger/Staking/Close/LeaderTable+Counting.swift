package import Chain

extension LeaderTable {
  /// How many of the views from one on, and before another, each of so many members leads.
  ///
  /// Its cost does not grow with the number of views.
  package func slotCounts(
    from first: View, below end: View, in epoch: Epoch, memberCount: Int
  ) -> [UInt64] {
    var counts = [UInt64](repeating: 0, count: memberCount)
    guard first < end else { return counts }
    let rounds = (end.units - first.units) / UInt64(Self.slotCount)
    if rounds > 0 {
      for slot in slots { counts[Int(slot)] += rounds }
    }
    for view in first.units + rounds * UInt64(Self.slotCount)..<end.units {
      counts[leader(of: View(view), in: epoch)] += 1
    }
    return counts
  }
}
