import Dispatch

/// Sleep from which a process wakes when it is asked to end.
final class Ending: Sendable {
  private let asked = DispatchSemaphore(value: 0)

  func ask() { asked.signal() }

  func sleep(seconds: Double) throws(TrafficFailure) {
    guard asked.wait(timeout: .now() + seconds) == .success else { return }
    // Whoever sleeps next shall wake at once, too.
    asked.signal()
    throw .ended
  }
}
