import Chain

/// That the chain grows again, on every honest node, soon after everything has healed.
struct LivenessWatch {
  /// How many blocks every honest node must see become final.
  private static let growth: UInt64 = 5
  /// How long that may take, in virtual time: timeouts have grown meanwhile.
  private static let boundMilliseconds: UInt64 = 180_000
  private static let eventsMax = 1_500_000

  private var heights: [Int: Height] = [:]
  private var healedAt: UInt64?
  private var honest: [Int] = []
  private var behind: Set<Int> = []
  private var target = Height(0)
  /// How long recovery took.
  private(set) var recoveredAfter: UInt64?

  mutating func reached(_ height: Height, by node: Int) {
    heights[node] = max(heights[node] ?? Height(0), height)
    if healedAt != nil, height >= target { behind.remove(node) }
  }

  mutating func healed(at time: UInt64, honest: [Int]) {
    healedAt = time
    self.honest = honest
    behind = Set(honest)
    target = Height((heights.values.max()?.units ?? 0) + Self.growth)
  }

  var hasRecovered: Bool { healedAt != nil && behind.isEmpty }

  func complaint(at time: UInt64, events: Int) -> String? {
    guard let healedAt, !hasRecovered else { return nil }
    guard time > healedAt + Self.boundMilliseconds || events > Self.eventsMax else { return nil }
    let lagging = behind.sorted().map { "\($0) at \(heights[$0] ?? Height(0))" }
    return "\(time - healedAt) ms and \(events) events after healing, not at height \(target): "
      + lagging.joined(separator: ", ")
  }
}
