import Chain

/// A node's two clocks: one that only goes forward, at a speed of its own, and the time of day.
struct VirtualClock {
  /// How much faster than true time it goes, in millionths.
  var driftMillionths: Int64 = 0
  /// How far the time of day is off, in milliseconds.
  var offsetMilliseconds: Int64 = 0
  private let epoch: Timestamp

  /// Clocks that are right at the beginning of the world.
  init(startingAt epoch: Timestamp) {
    self.epoch = epoch
  }

  private var pace: Int64 { 1_000_000 + driftMillionths }

  /// What the forward-going clock shows at a true time.
  func milliseconds(at time: UInt64) -> UInt64 {
    UInt64(Int64(time) * pace / 1_000_000)
  }

  /// The first true time at which the forward-going clock shows so much.
  func trueTime(showing milliseconds: UInt64) -> UInt64 {
    let wanted = Int64(min(milliseconds, 1 << 40))
    return UInt64((wanted * 1_000_000 + pace - 1) / pace)
  }

  /// The time of day it shows.
  func timeOfDay(at time: UInt64) -> Timestamp {
    let shown = Int64(epoch.units) + Int64(milliseconds(at: time)) + offsetMilliseconds
    return Timestamp(UInt64(max(0, shown)))
  }
}
