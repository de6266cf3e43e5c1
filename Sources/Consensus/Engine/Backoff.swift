/// When to try again: later each time.
struct Backoff: Sendable {
  private(set) var nextAt: UInt64
  private var interval: UInt64

  init(at now: UInt64, _ settings: EngineSettings) {
    interval = settings.retryMilliseconds
    nextAt = now + interval
  }

  mutating func postpone(at now: UInt64, _ settings: EngineSettings) {
    interval = min(interval * 3 / 2, settings.retryMaxMilliseconds)
    nextAt = now + interval
  }
}
