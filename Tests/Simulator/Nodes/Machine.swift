import Chain

/// What stays of a node when it crashes, and the node while it runs.
final class Machine {
  let key: ValidatorKey
  var home: Home
  var clock: VirtualClock
  var running: RunningNode?
  /// How often it was started.
  var lives = 0
  /// How many more steps it takes before it crashes.
  var stepsToCrash: Int?
  var pausedUntil: UInt64 = 0
  /// The epoch in which its operator lets it vote in spite of a lost journal.
  var acceptedEpoch: Epoch?
  /// A copy of its home, made some time ago.
  var backup: Home?

  init(key: ValidatorKey, home: Home, clock: VirtualClock) {
    self.key = key
    self.home = home
    self.clock = clock
  }
}
