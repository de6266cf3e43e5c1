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
      ("\"epochLengthMs\": 60000", "\"epochLengthMs\": 3000"),
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
    // The first epoch is over with the first block, for genesis is long ago.
    let first = try node.wait(for: "a snapshot behind many blocks") {
      try snapshots().first { $0 > Self.keptBlocks }
    }
    try node.wait(for: "many blocks behind it") {
      try height() > first + Self.keptBlocks + 20 ? true : nil
    }
    #expect(try hasBlock(first + 1))
    #expect(try snapshots().contains(first))
    try node.wait(for: "its end") { try snapshots().contains(first) ? nil : true }
    try node.wait(for: "the end of the block behind it") { try hasBlock(first + 1) ? nil : true }
    let oldest = try #require(try snapshots().first)
    #expect(try hasBlock(oldest + 1))
    #expect(node.terminate() == 0)
  }
}
