import Dispatch
import Foundation
import Synchronization

/// So many threads that do one job after the other, and a queue of bounded length.
final class WorkerPool: Sendable {
  typealias Job = @Sendable () -> Void

  private struct Queue {
    var jobs: [Job] = []
    var first = 0
    var isStopped = false

    var count: Int { jobs.count - first }

    mutating func take() -> Job? {
      guard first < jobs.count else { return nil }
      let job = jobs[first]
      first += 1
      if first == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        first = 0
      } else if first >= 256 {
        jobs.removeSubrange(..<first)
        first = 0
      }
      return job
    }
  }

  private let queue = Mutex(Queue())
  private let waiting = DispatchSemaphore(value: 0)
  private let running = DispatchGroup()
  private let threadCount: Int
  private let queueCountMax: Int

  init(threadCount: Int, queueCountMax: Int) {
    self.threadCount = threadCount
    self.queueCountMax = queueCountMax
    for number in 1...threadCount {
      running.enter()
      let thread = Thread { [self] in
        run()
        running.leave()
      }
      thread.name = "rpc-worker-\(number)"
      thread.stackSize = 2 << 20
      thread.start()
    }
  }

  /// Hands a job over; false if too many are waiting.
  func submit(_ job: @escaping Job) -> Bool {
    let isAccepted = queue.withLock { queue in
      guard queue.count < queueCountMax, !queue.isStopped else { return false }
      queue.jobs.append(job)
      return true
    }
    if isAccepted { waiting.signal() }
    return isAccepted
  }

  private func run() {
    while true {
      waiting.wait()
      let (job, isStopped) = queue.withLock { ($0.take(), $0.isStopped) }
      if let job { job() } else if isStopped { return }
    }
  }

  /// Ends the threads once what was handed over is done.
  func stop() {
    queue.withLock { $0.isStopped = true }
    for _ in 0..<threadCount { waiting.signal() }
    running.wait()
  }
}
