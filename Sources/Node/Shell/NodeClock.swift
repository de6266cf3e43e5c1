package import Chain
import Consensus
import Foundation

/// The two clocks of the machine, as the replica wants to be told of them.
package struct NodeClock: Sendable {
  private let origin = ContinuousClock.now
  private let wall: @Sendable () -> Timestamp

  /// The clocks of the machine.
  package init() {
    self.init(wall: {
      // A clock that was never set counts as the beginning of 1970.
      Timestamp(UInt64(max(0, Date().timeIntervalSince1970 * 1_000)))
    })
  }

  /// The same with another clock in the place of the one that people set.
  package init(wall: @escaping @Sendable () -> Timestamp) {
    self.wall = wall
  }

  var now: Consensus.Moment {
    Consensus.Moment(milliseconds: milliseconds, time: time)
  }

  /// Time that only goes forward, also while the machine sleeps.
  var milliseconds: UInt64 {
    let elapsed = origin.duration(to: .now).components
    return UInt64(elapsed.seconds) * 1_000 + UInt64(elapsed.attoseconds / 1_000_000_000_000_000)
  }

  /// How far the machine's clock is ahead of the time since some beginning; it changes when the
  /// clock is set.
  var driftMilliseconds: Int64 {
    Int64(clamping: time.units) - Int64(clamping: milliseconds)
  }

  package var time: Timestamp { wall() }
}
