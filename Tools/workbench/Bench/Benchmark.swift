import Glibc

/// One operation worth timing.
struct Benchmark {
  /// `module.operation`.
  let name: String
  /// What the operation works on, such as a number of bytes.
  let size: Int
  /// How many operations are only ever done together.
  let batch: Int
  /// Makes things ready for so many batches; this is not timed.
  let prepare: (Int) -> Void
  /// Runs so many batches of the operation.
  let run: (Int) -> Void

  init(
    _ name: String, size: Int, batch: Int = 1, prepare: @escaping (Int) -> Void = { _ in },
    run: @escaping (Int) -> Void
  ) {
    self.name = name
    self.size = size
    self.batch = batch
    self.prepare = prepare
    self.run = run
  }
}

/// The best time of one operation, and of the yardstick beside it.
struct Measurement {
  let benchmark: Benchmark
  let seconds: Double
  let calibrationSeconds: Double

  /// How many of the operation fit into one recovery.
  var ratio: Double { calibrationSeconds / seconds }
}

/// Times benchmarks in turn with the yardstick, so that both see the same weather.
///
/// Time is that of this thread, for what takes long would otherwise be charged with everything else
/// that a shared machine does. The minimum is what the code costs.
struct BenchmarkRun {
  /// How long one block of repetitions should take: short enough to fall between disturbances.
  static let blockSeconds = 0.000_8

  let rounds: Int
  private let calibration = Calibration()

  init(rounds: Int) {
    self.rounds = rounds
  }

  func measure(_ benchmark: Benchmark) -> Measurement {
    let repetitions = repetitions(of: benchmark.run, after: benchmark.prepare)
    let calibrationRepetitions = self.repetitions(of: calibration.recover, after: { _ in })
    var best = Double.infinity
    var bestCalibration = Double.infinity
    for _ in 0..<rounds {
      bestCalibration = min(
        bestCalibration, seconds(calibrationRepetitions, calibration.recover))
      benchmark.prepare(repetitions)
      best = min(best, seconds(repetitions, benchmark.run))
    }
    return Measurement(
      benchmark: benchmark, seconds: best / Double(benchmark.batch),
      calibrationSeconds: bestCalibration)
  }

  /// The time of one out of so many.
  private func seconds(_ repetitions: Int, _ run: (Int) -> Void) -> Double {
    let start = threadSeconds
    run(repetitions)
    return (threadSeconds - start) / Double(repetitions)
  }

  /// How long this thread has been running on a processor.
  private var threadSeconds: Double {
    var time = timespec()
    // SAFETY: the call fills the local in.
    let isRead = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0
    precondition(isRead, "every thread has a clock of its own")
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private func repetitions(of run: (Int) -> Void, after prepare: (Int) -> Void) -> Int {
    var count = 1
    while true {
      prepare(count)
      guard seconds(count, run) * Double(count) < Self.blockSeconds else { return count }
      count *= 2
    }
  }
}
