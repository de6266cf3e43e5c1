import Foundation
import RPC
import TestSupport
import Testing

/// What a node keeps for those who begin from its snapshots.
@Suite(.enabled(if: Running.tradewind != nil, "the program is not beside its tests"))
struct KeptBlocksTests {
  private static let keptBlocks: UInt64 = 128

  private let home: SampleHome
  private let node: LiveNode

  /// Runs a node that writes a snapshot behind each of its short epochs, and keeps few blocks.
  init() throws {
    let program = try #require(Running.tradewind)
    home = try SampleHome(replacing: [
      ("\"epochLengthMs\": 60000", "\"epochLengthMs\": 5000"),
      ("\"minBlockIntervalMs\": 50", "\"minBlockIntervalMs\": 5"),
      ("\"emptyBlockIntervalMs\": 1000", "\"emptyBlockIntervalMs\": 10"),
    ])
    node = try home.start(
      program, "--snapshot-every", "1", "--keep-blocks", "\(Self.keptBlocks)")
  }

  private func height() throws -> UInt64 { try LiveNode.number(node.call("eth_blockNumber")) }

  private func hasBlock(_ height: UInt64) throws -> Bool {
    let number = "0x" + String(height, radix: 16)
    return try node.call("eth_getBlockByNumber", .string(number), false) != .null
  }

  /// Behind which blocks there are snapshots, oldest first.
  private func snapshots() throws -> [UInt64] {
    let folder = "\(home.path)/snapshots"
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/manifest") }
      .compactMap { UInt64($0) }.sorted()
  }

  @Test func `blocks behind a snapshot stay as long as it does`() throws {
    let followed = try node.wait(for: "many blocks behind a snapshot") {
      // By the number of blocks alone the one behind it would be gone.
      let height = try height()
      let followed = try snapshots().first { $0 + Self.keptBlocks + 20 < height }
      guard let followed else { return nil as UInt64? }
      let hasNext = try hasBlock(followed + 1)
      // It may have gone meanwhile.
      guard try snapshots().contains(followed) else { return nil }
      #expect(hasNext)
      return followed
    }
    try node.wait(for: "its end") { try snapshots().contains(followed) ? nil : true }
    try node.wait(for: "the end of the block behind it") {
      try hasBlock(followed + 1) ? nil : true
    }
    #expect(node.terminate() == 0)
  }
}
