import Foundation
import TestSupport
import Testing

extension ChaosTests {
  /// Faults that are drawn, one after the other: for an hour, or as many seconds as CHAOS_SECONDS
  /// says, with SOAK=1.
  @Suite struct TroubleTests {
    private let network: ChaosNetwork
    private var devnet: LiveDevnet { network.devnet }

    init() throws {
      network = try #require(ChaosNetwork.shared)
    }

    private static func variable(_ name: String) -> UInt64? {
      ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test func `trouble after trouble leaves one chain`() throws {
      let isLong = Seeds.isSoaking
      let seed = Self.variable("CHAOS_SEED") ?? (isLong ? UInt64.random(in: 0...UInt64.max) : 3)
      let seconds = Double(Self.variable("CHAOS_SECONDS") ?? (isLong ? 3_600 : 12))
      var random = SplitMix64(seed: seed)
      tell("CHAOS_SEED=\(seed) for \(Int(seconds)) s")
      let began = Date()
      var count = 0
      var slowest = (seconds: 0.0, fault: "none")
      while count < 3 || Date().timeIntervalSince(began) < seconds {
        count += 1
        let fault = Fault.draw(&random)
        do {
          tell("fault \(count): \(fault)")
          try fault.happen(to: network)
          let mended = Date()
          try network.grow()
          let time = Date().timeIntervalSince(mended)
          let tally = try network.compare()
          if time > slowest.seconds { slowest = (time, "\(count), \(fault)") }
          tell(
            "  goes on after \(Self.text(time)); compared so far: \(tally.height) blocks, "
              + "\(tally.paymentCount) payments; \(network.journals.voteCount) votes seen")
        } catch {
          throw LiveNode.Failure(
            description: "CHAOS_SEED=\(seed), fault \(count), \(fault): \(error)")
        }
      }
      tell("\(count) faults; it took \(Self.text(slowest.seconds)) at most, after \(slowest.fault)")
    }

    private static func text(_ seconds: Double) -> String {
      String(format: "%.1f s", seconds)
    }

    /// Whoever watches for an hour wants to see how it goes on.
    private func tell(_ words: String) {
      guard Seeds.isSoaking else { return }
      let time = Date().formatted(.iso8601)
      FileHandle.standardError.write(Data("chaos \(time) \(words)\n".utf8))
    }
  }
}
