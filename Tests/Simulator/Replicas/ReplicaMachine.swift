import Chain
import State

/// What stays of a whole node when it crashes, and the node while it runs.
final class ReplicaMachine {
  let key: ValidatorKey
  var home: Home
  /// The state after the last committed block.
  var state: InMemoryState
  var clock: VirtualClock
  var running: ReplicaNode?
  /// How often it was started.
  var lives = 0
  /// How many more steps it takes before it crashes.
  var stepsToCrash: Int?
  var pausedUntil: UInt64 = 0

  init(key: ValidatorKey, home: Home, state: InMemoryState, clock: VirtualClock) {
    self.key = key
    self.home = home
    self.state = state
    self.clock = clock
  }

  var address: Address { key.account }
}
