import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State
import TestSupport
import Testing

@Suite("A node whose execution or disk is slow")
struct BackPressureTests {
  private let cluster: Cluster
  private var alice: Wallet

  init() throws {
    alice = try Wallet(seed: 1)
    cluster = try Cluster(4, rich: [alice.address], epochLengthMilliseconds: 4_000)
    try cluster.start()
    try cluster.run(milliseconds: 300)
  }

  private var slow: ClusterNode { cluster.nodes[3] }
  private var other: ClusterNode { cluster.nodes[0] }

  private mutating func order(blocks: Int) throws {
    for _ in 0..<blocks {
      try cluster.submit(try alice.sign(to: alice.address), to: 0)
      try cluster.run(milliseconds: 150)
    }
  }

  private func executeAll() throws {
    while !slow.waitingBlocks.isEmpty { try cluster.release(3) { try $0.executeNext() } }
  }

  @Test mutating func `is handed no more blocks than it has room for, and loses none`() throws {
    slow.holdsBlocks = true
    let executed = slow.blocks.count
    try order(blocks: 12)
    #expect(slow.blocks.count == executed)
    #expect(slow.waitingBlocks.count == ReplicaLimits.executionsMax)
    #expect(slow.replica.tip.height.units > UInt64(executed + ReplicaLimits.executionsMax))
    // Each that is done makes room for one.
    try cluster.release(3) { try $0.executeNext() }
    #expect(slow.blocks.count == executed + 1)
    #expect(slow.waitingBlocks.count == ReplicaLimits.executionsMax)
    slow.holdsBlocks = false
    try executeAll()
    try cluster.run(milliseconds: 1_000)
    #expect(slow.ordersMax == ReplicaLimits.executionsMax)
    #expect(slow.blocks == other.blocks.prefix(slow.blocks.count).map(\.self))
    #expect(slow.roots == other.roots.prefix(slow.roots.count).map(\.self))
    #expect(slow.blocks.count + 3 >= other.blocks.count)
  }

  @Test mutating func `fetches no more than it can soon execute`() throws {
    cluster.isolated = [3]
    // Behind by more epochs than blocks come singly for.
    for _ in 0..<4 { try order(blocks: 30) }
    slow.holdsBlocks = true
    cluster.isolated = []
    try cluster.run(milliseconds: 8_000)
    let most = 2 * ReplicaLimits.executionQueueMax + Int(ReplicaLimits.rangeSpan)
    #expect(slow.replica.footprint.finals <= most)
    #expect(slow.replica.footprint.ranges <= ReplicaLimits.rangesMax + 1)
    // An epoch's end has to be executed before the next begins.
    #expect(slow.replica.engine.plan.epoch < other.replica.engine.plan.epoch)
    slow.holdsBlocks = false
    for _ in 0..<40 {
      try executeAll()
      try cluster.run(milliseconds: 300)
    }
    #expect(slow.ordersMax <= ReplicaLimits.executionsMax)
    #expect(slow.roots == other.roots.prefix(slow.roots.count).map(\.self))
    #expect(slow.blocks.count + 3 >= other.blocks.count)
  }

  @Test mutating func `begins an epoch when its beginning is durable, and not before`() throws {
    slow.holdsCommits = true
    let epoch = slow.replica.engine.plan.epoch
    let committed = slow.replica.committedHeight
    try cluster.run(milliseconds: 5_000)
    #expect(other.replica.engine.plan.epoch == epoch.next)
    // It has executed the closing block, and the others' next epoch waits for its disk.
    #expect(slow.blocks.last?.header.epoch == epoch)
    #expect(slow.waitingCommits.last?.start?.epoch == epoch.next)
    #expect(slow.replica.engine.plan.epoch == epoch)
    #expect(slow.replica.committedHeight == committed)
    slow.holdsCommits = false
    try cluster.release(3) { $0.commitAll() }
    #expect(slow.replica.engine.plan.epoch == epoch.next)
    try cluster.run(milliseconds: 1_500)
    #expect(slow.roots == other.roots.prefix(slow.roots.count).map(\.self))
    #expect(slow.blocks.count + 3 >= other.blocks.count)
  }
}
