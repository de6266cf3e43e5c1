import Simulator
import Testing

/// The same worlds in processes of their own, whose hashes of Swift have other seeds.
@Suite("Replay of worlds in another process")
struct ReplayTests {
  /// Worlds of whole replicas; in the last one a node comes back by a snapshot.
  private static let seeds: [UInt64] = [5, 17, 23]

  /// A line for each history: every message that was sent, and when what happened where.
  private static func traces() -> String {
    var lines = ""
    for seed in seeds {
      let outcome = ReplicaSimulation.run(seed: seed)
      lines += "seed \(seed): \(outcome.trace), \(outcome.eventCount) events, "
      lines += "\(outcome.snapshots.finished) imports\n"
    }
    lines += "seed 3 of engines: \(Simulation.run(seed: 3).trace)\n"
    return lines
  }

  private static func replayElsewhere() async throws -> (traces: String, hash: String) {
    let result = try await #require(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      print("hash \("tradewind".hashValue)")
      print(ReplayTests.traces(), terminator: "")
    }
    let text = String(decoding: result.standardOutputContent, as: UTF8.self)
    let lines = text.split(separator: "\n")
    let hash = lines.first { $0.hasPrefix("hash ") } ?? ""
    let traces = lines.filter { $0.hasPrefix("seed ") }.map { "\($0)\n" }.joined()
    return (traces, String(hash))
  }

  @Test func `A seed has the same history in every process`() async throws {
    let here = Self.traces()
    let first = try await Self.replayElsewhere()
    let second = try await Self.replayElsewhere()
    #expect(first.hash != second.hash, "both processes hash alike, which proves little")
    #expect(first.traces == here)
    #expect(second.traces == here)
    #expect(here.contains(" 1 imports") || here.contains(" 2 imports"))
  }
}
