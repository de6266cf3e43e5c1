import Chain
import Node
import RPC
import Testing

@Suite("How fast a node catches up")
struct SyncMeterTests {
  private func meter(_ samples: [(height: UInt64, milliseconds: UInt64)]) -> SyncMeter {
    var meter = SyncMeter()
    for (height, milliseconds) in samples { meter.note(Height(height), at: milliseconds) }
    return meter
  }

  @Test func `is told with the time that is left`() {
    let progress = meter([(100, 0), (300, 2_000)]).progress(from: Height(300), to: Height(1_301))
    #expect(progress.blocksPerSecond == 100)
    #expect(progress.secondsLeft == 11)
    #expect(meter([(5, 0)]).progress(from: Height(5), to: Height(9)).secondsLeft == nil)
    #expect(meter([(5, 0), (5, 600)]).progress(from: Height(5), to: Height(5)).secondsLeft == nil)
  }

  @Test func `has no time left to tell when peers claim the greatest height there is`() {
    let greatest = Height((1 << 62) - 1)
    let slow = meter([(1, 0), (2, 9_000)])
    #expect(slow.progress(from: Height(2), to: greatest).secondsLeft == nil)
    let fast = meter([(1, 0), (9_001, 9_000)])
    #expect(fast.progress(from: Height(9_001), to: greatest).secondsLeft != nil)
  }
}
