import Chain
import Codec
import Consensus
import TestSupport
import Testing

/// What the protocol promises of a network whose messages all take the same time.
@Suite struct TimingTests {
  @Test(arguments: [4, 7])
  func `A block is final three delays after it was proposed, and the next comes after two`(
    count: Int
  ) throws {
    var ensemble = try Ensemble(count: count, delay: 100)
    try ensemble.run(for: 5_000)
    let proposed = Array(ensemble.proposedAt)
    let final = Array(ensemble.finalAt)
    #expect(final.count >= 20)
    for (height, instant) in final {
      #expect(ensemble.proposedAt[height].map { instant - $0 } == 300)
    }
    for (one, next) in zip(proposed, proposed.dropFirst()) {
      #expect(next.value - one.value == 200)
    }
    #expect(!ensemble.hasForked)
  }

  @Test func `An idle network makes a block for each empty interval, and none is skipped`() throws {
    var ensemble = try Ensemble(count: 4, delay: 20, transactionsWait: false)
    try ensemble.run(for: 20_000)
    let heights = ensemble.finalAt.map(\.key.units)
    #expect(heights.count >= 18 && heights.count <= 20)
    #expect(heights == Array(101...(100 + UInt64(heights.count))))
  }

  @Test func `An epoch ends once its closing block is final`() throws {
    var ensemble = try Ensemble(count: 4, delay: 50, boundary: 3_000)
    try ensemble.run(for: 5_000)
    #expect((0..<4).allSatisfy { ensemble.stage(of: $0) == .closed })
    let heights = ensemble.finalAt.map(\.key.units)
    #expect(heights == Array(101...(heights.last ?? 0)))
    #expect(!ensemble.hasForked)
  }

  @Test func `A set of one makes blocks by itself`() throws {
    var ensemble = try Ensemble(count: 1, delay: 10)
    try ensemble.run(for: 1_000)
    #expect(ensemble.finalAt.count > 100)
  }
}
