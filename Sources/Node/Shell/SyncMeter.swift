package import Chain
package import RPC

/// How fast a node catches up, over the last few seconds.
package struct SyncMeter {
  private static let windowMilliseconds: UInt64 = 10_000
  private static let sampleMilliseconds: UInt64 = 500

  /// Oldest first.
  private var samples: [(height: UInt64, milliseconds: UInt64)] = []

  package init() {}

  package mutating func note(_ height: Height, at milliseconds: UInt64) {
    if let last = samples.last, milliseconds < last.milliseconds + Self.sampleMilliseconds {
      return
    }
    samples.removeAll { $0.milliseconds + Self.windowMilliseconds < milliseconds }
    samples.append((height.units, milliseconds))
  }

  /// How far there is to go to a height.
  package func progress(from height: Height, to target: Height) -> NodeAccess.SyncProgress {
    var rate = 0.0
    if let first = samples.first, let last = samples.last, last.milliseconds > first.milliseconds {
      rate =
        Double(last.height - min(first.height, last.height)) * 1_000
        / Double(last.milliseconds - first.milliseconds)
    }
    let rest = Double(target.units - min(height.units, target.units))
    // The target is what peers claim, so it may be anything, and the rate may be none.
    return NodeAccess.SyncProgress(
      target: target, blocksPerSecond: rate,
      secondsLeft: UInt64(exactly: (rest / rate).rounded(.up)))
  }
}
