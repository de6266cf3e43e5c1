import Glibc

/// Lets readers in and out of an environment, and moves the map only while nobody is inside.
///
/// 1. Whoever looks at the map is counted as inside, or holds the pen.
/// 2. There is one pen. Its holder may write, and may ask for everybody else to be out.
/// 3. While the holder waits for that, nobody else comes in.
/// 4. Once the map is lost, nobody gets in and nobody gets the pen.
///
/// The one who waits gives up after a time: a thread that holds a read transaction while it writes
/// would otherwise wait for itself forever.
@safe final class Gate: Sendable {
  private struct State {
    var inside = 0
    var writer: pthread_t?
    var isClosed = false
    var isLost = false
    var waiting = 0
  }

  // SAFETY: both are allocated and made in `init`, never moved, and unmade and freed in `deinit`;
  // the state is touched only while the mutex is held.
  private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private nonisolated(unsafe) let changed: UnsafeMutablePointer<pthread_cond_t>
  private nonisolated(unsafe) var state = State()

  init() {
    // SAFETY: the memory is allocated here and stays where it is until `deinit`.
    unsafe mutex = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    // A clock that nobody sets: the wait ends after so long, whatever the time of day.
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    let codes = unsafe (pthread_mutex_init(mutex, nil), pthread_cond_init(changed, &attributes))
    unsafe pthread_condattr_destroy(&attributes)
    precondition(codes == (0, 0), "memory for a mutex and a condition is always there")
  }

  deinit {
    // SAFETY: the last reference is gone, so nobody holds the mutex or waits.
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(mutex)
    unsafe changed.deallocate()
    unsafe mutex.deallocate()
  }

  /// Comes in, after a move of the map if there is one; `false` if the map is lost.
  func enter() -> Bool {
    locked {
      wait { !$0.isClosed }
      return change { state in
        guard !state.isLost else { return false }
        state.inside += 1
        return true
      }
    }
  }

  func leave() {
    locked {
      change { state in
        precondition(state.inside > 0, "whoever leaves has entered")
        state.inside -= 1
      }
    }
  }

  /// Takes the pen, after whoever has it; `false` if the map is lost.
  func takePen() -> Bool {
    locked {
      let me = pthread_self()
      wait { state in
        precondition(state.writer != me, "one writing is not opened inside another")
        return state.writer == nil
      }
      return change { state in
        guard !state.isLost else { return false }
        state.writer = me
        return true
      }
    }
  }

  func returnPen() {
    locked {
      change { state in
        precondition(state.writer == pthread_self(), "the thread that took the pen returns it")
        state.writer = nil
      }
    }
  }

  /// Whether the calling thread holds the pen.
  var isPenMine: Bool {
    locked { change { $0.writer == pthread_self() } }
  }

  /// Waits until nobody is inside and runs the body then, which says whether there is still a map.
  ///
  /// Returns how many stayed inside, so nought if the body ran. Only the holder of the pen calls
  /// this, and may wait for no time at all.
  func whenEmpty(withinMilliseconds limit: Int, _ body: () -> Bool) -> Int {
    locked {
      let deadline = Self.deadline(afterMilliseconds: limit)
      change { state in
        precondition(state.writer == pthread_self(), "the holder of the pen moves the map")
        state.isClosed = true
      }
      wait(until: deadline) { $0.inside == 0 }
      return change { state in
        state.isClosed = false
        if state.inside == 0 { state.isLost = !body() }
        return state.inside
      }
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    // SAFETY: the mutex is there until `deinit`.
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Looks at the state or changes it, with the mutex held, and wakes those who wait for a change.
  private func change<Result>(_ body: (inout State) -> Result) -> Result {
    // SAFETY: called with the mutex held, and the body does not wait; both objects are there until
    // `deinit`.
    let result = unsafe body(&state)
    if unsafe state.waiting > 0 { unsafe pthread_cond_broadcast(changed) }
    return result
  }

  /// Returns when the state is as wished or the time is over, with the mutex held before and after.
  private func wait(until deadline: timespec? = nil, _ isAsWished: (State) -> Bool) {
    // SAFETY: called with the mutex held; the calls release it while they wait, read the deadline
    // and keep no pointer. The state is read anew each time.
    unsafe state.waiting += 1
    defer { unsafe state.waiting -= 1 }
    while unsafe !isAsWished(state) {
      guard let deadline else {
        unsafe pthread_cond_wait(changed, mutex)
        continue
      }
      let code = unsafe withUnsafePointer(to: deadline) { deadline in
        unsafe pthread_cond_timedwait(changed, mutex, deadline)
      }
      guard code != ETIMEDOUT else { return }
    }
  }

  private static func deadline(afterMilliseconds milliseconds: Int) -> timespec {
    var time = timespec()
    // SAFETY: the call fills the structure it is handed.
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    let nanoseconds = time.tv_nsec + milliseconds % 1000 * 1_000_000
    time.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
    time.tv_nsec = nanoseconds % 1_000_000_000
    return time
  }
}
