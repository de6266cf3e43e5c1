import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport
import Testing

/// The same history in processes of their own, whose hashes of Swift have other seeds.
@Suite("Replay in another process")
struct ReplayTests {
  private static let seeds: [UInt64] = [1, 2]
  private static let blockCount = 60

  /// A line for each history: the hash of all state roots and all receipts roots.
  private static func roots() throws -> String {
    var lines = ""
    for seed in seeds {
      var history = try History(seed: seed)
      var roots: [UInt8] = []
      for _ in 1...blockCount {
        let (_, result) = try history.next()
        roots += history.state.root.bytes.array + result.receiptsRoot.root.bytes.array
      }
      lines += "seed \(seed): \(Keccak256.hash(roots.span))\n"
    }
    return lines
  }

  /// Replays the histories in a process of its own and returns what it prints.
  private static func replayElsewhere() async throws -> (roots: String, hash: String) {
    let result = try await #require(
      processExitsWith: .success, observing: [\.standardOutputContent]
    ) {
      print("hash \("tradewind".hashValue)")
      print(try ReplayTests.roots(), terminator: "")
    }
    let text = String(decoding: result.standardOutputContent, as: UTF8.self)
    let lines = text.split(separator: "\n")
    let hash = lines.first { $0.hasPrefix("hash ") } ?? ""
    let roots = lines.filter { $0.hasPrefix("seed ") }.map { "\($0)\n" }.joined()
    return (roots, String(hash))
  }

  @Test("A history comes to the same roots in every process")
  func roots() async throws {
    let here = try Self.roots()
    let first = try await Self.replayElsewhere()
    let second = try await Self.replayElsewhere()
    #expect(first.hash != second.hash, "both processes hash alike, which proves little")
    #expect(first.roots == here)
    #expect(second.roots == here)
    #expect(here.count > 100)
  }
}
