import TestSupport

/// Which nodes can reach which; not always in both directions.
enum Partition {
  case none
  /// Two sides that do not reach each other.
  case split(Set<Int>)
  /// Two sides with nodes that reach both.
  case bridge(left: Set<Int>, right: Set<Int>)
  /// These are heard by nobody else, and hear everyone.
  case mute(Set<Int>)
  /// These hear nobody else, and are heard.
  case deaf(Set<Int>)
  /// One side is reachable every second interval.
  case flapping(Set<Int>, intervalMilliseconds: UInt64)

  func lets(_ sender: Int, reach receiver: Int, at time: UInt64) -> Bool {
    switch self {
    case .none: true
    case .split(let side): side.contains(sender) == side.contains(receiver)
    case .bridge(let left, let right):
      !(left.contains(sender) && right.contains(receiver))
        && !(right.contains(sender) && left.contains(receiver))
    case .mute(let side): !side.contains(sender) || side.contains(receiver)
    case .deaf(let side): side.contains(sender) || !side.contains(receiver)
    case .flapping(let side, let interval):
      side.contains(sender) == side.contains(receiver) || time / interval % 2 == 0
    }
  }

  static func drawn(nodes: Int, from random: inout SplitMix64) -> Partition {
    let chosen = Set((0..<nodes).filter { _ in random.happens(oneIn: 2) })
    switch random.number(in: 0...6) {
    case 0, 1: return .split(chosen)
    case 2:
      let others = Set((0..<nodes).filter { !chosen.contains($0) })
      let between = random.number(in: 0...(nodes - 1))
      return .bridge(
        left: chosen.subtracting([between]), right: others.subtracting([between]))
    case 3: return .mute(chosen)
    case 4: return .deaf(chosen)
    case 5: return .split([random.number(in: 0...(nodes - 1))])
    default:
      return .flapping(chosen, intervalMilliseconds: UInt64(random.number(in: 50...3_000)))
    }
  }
}
