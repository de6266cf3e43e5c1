import Chain
import Node
import RPC
import TestSupport
import Testing

/// A node whose machine's clock is set while it runs: `stepped-node` is the program with a clock
/// that its input sets.
@Suite(
  .enabled(
    if: Running.product("stepped-node") != nil && Running.tradewind != nil,
    "the programs are not beside their tests"))
struct ClockStepTests {
  private let home: SampleHome
  private let machine = NodeClock()

  init() throws { home = try SampleHome() }

  /// How far a node is, and the time in its last block.
  private func last(of node: LiveNode) throws -> (height: UInt64, time: UInt64) {
    guard case .object(let status) = try node.call("pot_status") else {
      throw LiveNode.Failure(description: "a status is an object")
    }
    return (
      try LiveNode.number(node.call("eth_blockNumber")), try LiveNode.number(status["blockTime"])
    )
  }

  @Test func `blocks follow a clock that is set forward, and wait for one that is set back`()
    throws
  {
    let node = try home.start(try #require(Running.product("stepped-node")))
    try node.wait(for: "block") { try last(of: node).height >= 2 ? true : nil }
    let begun = machine.time.units
    try node.tell("20000")
    try node.wait(for: "block of the later time") {
      try last(of: node).time >= begun + 20_000 ? true : nil
    }
    #expect(try node.said("the clock was set ") != nil)

    try node.tell("17000")
    try node.wait(for: "word of the step back") { try node.said("the clock was set back") }
    let held = try last(of: node)
    // What was on its way when the clock was set is of the time before.
    let next = try node.wait(for: "block") {
      let last = try last(of: node)
      return last.height > held.height + 3 ? last : nil
    }
    #expect(next.time > held.time)
    #expect(next.time <= machine.time.units + 17_000)
    #expect(node.terminate() == 0)
  }

  @Test func `a node whose clock is behind its chain keeps what it has, and serves it`() throws {
    let ahead = try home.start(try #require(Running.product("stepped-node")))
    try ahead.tell("3600000")
    let begun = machine.time.units
    try ahead.wait(for: "block of the later time") {
      try last(of: ahead).time >= begun + 3_600_000 ? true : nil
    }
    let held = try last(of: ahead)
    #expect(ahead.terminate() == 0)
    let node = try home.start(try #require(Running.tradewind))
    #expect(try last(of: node).height >= held.height)
    #expect(try last(of: node).time >= begun + 3_600_000)
    #expect(node.terminate() == 0)
  }
}
