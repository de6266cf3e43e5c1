import Dispatch
import Synchronization

/// What other threads have to tell the shell, in the order in which they came.
final class Inbox: Sendable {
  private let notices = Mutex<[Notice]>([])
  private let waiting = DispatchSemaphore(value: 0)

  func put(_ notice: Notice) {
    let isFirst = notices.withLock { notices in
      notices.append(notice)
      return notices.count == 1
    }
    if isFirst { waiting.signal() }
  }

  /// Takes everything there is, after waiting for so long at most if there is nothing.
  func take(waitingMilliseconds limit: UInt64) -> [Notice] {
    let found = takeAll()
    guard found.isEmpty, limit > 0 else { return found }
    _ = waiting.wait(timeout: .now() + .milliseconds(Int(min(limit, 86_400_000))))
    return takeAll()
  }

  private func takeAll() -> [Notice] {
    notices.withLock { notices in
      defer { notices = [] }
      return notices
    }
  }
}
