import Dispatch
import Foundation
import Synchronization

/// A thread that does jobs of one kind in their order.
final class Lane<Job: Sendable>: Sendable {
  private struct Queue {
    var jobs: [Job] = []
    var end = End.none
  }

  /// How the thread is to end.
  private enum End {
    case none
    case afterAll
    case now
  }

  private let queue = Mutex(Queue())
  private let waiting = DispatchSemaphore(value: 0)
  private let running = DispatchGroup()

  /// Starts the thread; the closure takes all jobs that wait.
  init(_ name: String, _ work: @escaping @Sendable ([Job]) -> Void) {
    running.enter()
    let thread = Thread { [self] in
      while let jobs = next() { work(jobs) }
      running.leave()
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  func add(_ job: Job) {
    queue.withLock { $0.jobs.append(job) }
    waiting.signal()
  }

  /// The jobs that wait, or nothing at the end.
  private func next() -> [Job]? {
    while true {
      let (jobs, end) = queue.withLock { queue in
        defer { queue.jobs = [] }
        return (queue.jobs, queue.end)
      }
      switch end {
      case .now: return nil
      case .none where jobs.isEmpty: waiting.wait()
      case .afterAll where jobs.isEmpty: return nil
      case .none, .afterAll: return jobs
      }
    }
  }

  /// Waits for the end of the thread, which does what it was given before, or what it is at alone.
  func stop(leavingRest: Bool) {
    queue.withLock { $0.end = leavingRest ? .now : .afterAll }
    waiting.signal()
    running.wait()
  }
}
