import Chain
import TestSupport

/// What stays of a whole node when it crashes, and the node while it runs.
final class ReplicaMachine {
  /// Everything but the key that a machine has on its disks.
  struct Home {
    /// The journal's files, and segments with bodies.
    var disk: VirtualDisk
    var store: any FinalStore
  }

  let key: ValidatorKey
  var home: Home
  var clock: VirtualClock
  var running: ReplicaNode?
  /// How often it was started.
  var lives = 0
  /// How many more steps it takes before it crashes.
  var stepsToCrash: Int?
  var pausedUntil: UInt64 = 0
  /// The oldest block that it still gives to others.
  var oldestGiven = Height(1)
  /// A copy of its home, made some time ago.
  var backup: Home?

  init(key: ValidatorKey, home: Home, clock: VirtualClock) {
    self.key = key
    self.home = home
    self.clock = clock
  }

  var address: Address { key.account }
}
