import Glibc
import Synchronization

/// Threads that all run one closure; nobody lets go of them before they have ended.
@safe final class WorkerThreads: Sendable {
  private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
      self.run = run
    }
  }

  private let threads: Mutex<[pthread_t]>

  /// Starts so many threads, or as many as the system gives.
  init(count: Int, _ run: @escaping @Sendable () -> Void) {
    let work = Work(run)
    threads = Mutex((0..<count).compactMap { _ in Self.start(work) })
  }

  deinit {
    join()
  }

  private static func start(_ work: Work) -> pthread_t? {
    // SAFETY: the thread takes over the one reference that is added for it; if there is no thread,
    // it is released here.
    let reference = unsafe Unmanaged.passRetained(work)
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { reference in
        guard let reference = unsafe reference else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(reference).takeRetainedValue().run()
        return nil
      }, reference.toOpaque())
    guard code == 0 else {
      unsafe reference.release()
      return nil
    }
    return thread
  }

  /// Waits for the end of every thread.
  func join() {
    let started = threads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for thread in started {
      // Each was started in `init`, and is waited for once, since it has left the list.
      pthread_join(thread, nil)
    }
  }

  /// How many threads can run at the same time here.
  static let coreCount = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
