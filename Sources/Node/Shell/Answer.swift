import Dispatch
import Synchronization

/// An answer that one thread waits for and another one gives, once.
final class Answer<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let given = DispatchSemaphore(value: 0)

  func give(_ value: Value) {
    self.value.withLock { $0 = value }
    given.signal()
  }

  /// Waits for the answer, or says after a time that there is none.
  func wait(milliseconds: Int) -> Value? {
    _ = given.wait(timeout: .now() + .milliseconds(milliseconds))
    return value.withLock { $0 }
  }
}
