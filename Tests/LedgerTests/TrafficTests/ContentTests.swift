import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// What is paid for content that traffic carries, and for storing it.
@Suite("Content and storage")
struct ContentTests {
  private static let stos = Fleet.stos

  /// A file of one slice.
  private let file = SampleFile(1, slices: 1, lastSizeBytes: 30_000_000)

  private func fleet() throws -> (Fleet, Consumer) {
    var parameters = ChainParameters()
    parameters.maturityEpochs = 1
    parameters.recordEpochs = 1_010
    var fleet = try Fleet(parameters: parameters)
    var random = SplitMix64(seed: 3)
    let consumer = try Consumer(from: &random)
    try fleet.fund(consumer, with: 100 * Self.stos)
    return (fleet, consumer)
  }

  @Test("Traffic that carries a live file pays its owner, and nobody else does")
  func content() throws {
    var (fleet, consumer) = try fleet()
    let id = try fleet.store(file, by: 4, replicas: 3, epochs: 1)
    let unknown = Keccak256.hash("nobody recorded this").bytes
    fleet.endEpochs()
    let (a, b) = (fleet.resources[0], fleet.resources[1])
    try fleet.report(
      [
        try consumer.voucher(1_000_000_000, by: a, in: 1, file: id),
        try consumer.voucher(500_000_000, by: b, in: 1),
        try consumer.voucher(500_000_000, by: b, in: 1, file: unknown),
      ], of: 1)
    #expect(try fleet.tally() == (2_000_000_000, 1_000_000_000))
    fleet.endEpochs()
    let pools = try fleet.settled(2).traffic
    let claims = try [a, b].map { try fleet.claim(of: $0, in: 2) }
    #expect(claims.map(\.contentNoz) == [1_000_000_000, 0])
    #expect(claims.map(\.weight.low) == [9_000_000_000_000, 10_000_000_000_000])
    // Half of the traffic carries content, a tenth of which is its owner's.
    let rest = pools.contentPool.low + pools.nodesPool.low
    #expect(pools.contentPool.low == rest / 20)
    // Whoever served without content gets as much as if there were no content at all.
    #expect(claims[1].traffic.low == rest / 2)
    fleet.endEpochs()
    let due = try fleet.contentRewards(of: id)
    let mining = try fleet.settled(2).mining.contentPool.low
    #expect(due == pools.contentPool.low + mining)
    let owner = fleet.world.people[4]
    let before = fleet.world.wei(owner)
    #expect(try fleet.withdrawContent(id) == due)
    #expect(throws: Refusal.self) { try fleet.withdrawContent(id) }
    #expect(throws: Refusal.self) { try fleet.withdrawContent(unknown) }
    // Person 4 called, and calls cost nothing here.
    #expect(fleet.world.wei(owner) == before + due)
    try fleet.checkTraffic()
    // Its paid time is over: traffic counts, and none of it as content.
    try fleet.report([try consumer.voucher(77, by: a, in: 3, file: id)], of: 3)
    #expect(try fleet.tally() == (77, 0))
  }

  @Test("Content rewards of a file that is gone are its last owner's")
  func lastOwner() throws {
    var (fleet, consumer) = try fleet()
    let id = try fleet.store(file, by: 4)
    fleet.endEpochs()
    try fleet.report(
      [try consumer.voucher(1_000_000_000, by: fleet.resources[0], in: 1, file: id)], of: 1)
    try fleet.remove(id, by: 4)
    fleet.endEpochs(2)
    let before = fleet.world.wei(fleet.world.people[4])
    let paid = try fleet.withdrawContent(id)
    #expect(paid > 0)
    #expect(fleet.world.wei(fleet.world.people[4]) == before + paid)
  }

  @Test("Storage pays active nodes by effective deposit, at once, and never expires")
  func storage() throws {
    var (fleet, _) = try fleet()
    _ = try fleet.store(file, by: 4, replicas: 3, epochs: 3)
    fleet.endEpochs()
    // A file that was confirmed in epoch 1 is due at the closes of 2, 3 and 4.
    #expect(try fleet.settled(1).terms.storageNoz == 0)
    fleet.endEpochs()
    let settled = try fleet.settled(2)
    #expect(settled.terms.storageNoz == (30_000_000 * 3 + 4_319) / 4_320)
    let pool = settled.traffic.storagePool.low + settled.mining.storagePool.low
    #expect(pool > 0)
    #expect(settled.traffic.nodesPool == .zero)
    let shares = try fleet.resources.map { try fleet.rewards(of: $0).storage }
    // Deposits of 100, 60 and 40 STOS.
    for (share, part) in zip(shares, [50, 30, 20] as [UInt128]) {
      #expect(share <= pool * part / 100)
      // The index has 64 bits behind the point, and 100 STOS are 2⁶⁶·⁴ wei.
      #expect(share + 8 >= pool * part / 100)
    }
    let (a, b, c) = (fleet.resources[0], fleet.resources[1], fleet.resources[2])
    #expect(try fleet.withdraw(a) == shares[0])
    // One that leaves keeps what it has earned, and the others share what comes.
    try fleet.suspend(b, penalty: 0)
    try fleet.topUp(c, with: 60 * Self.stos)
    try fleet.setEffectiveDeposit(of: c, to: 100 * Self.stos)
    fleet.endEpochs()
    let second = try fleet.settled(3)
    let next = second.traffic.storagePool.low + second.mining.storagePool.low
    #expect(try fleet.rewards(of: b).storage == shares[1])
    #expect(try fleet.rewards(of: a).storage + 8 >= next / 2)
    #expect(try fleet.rewards(of: c).storage + 8 >= shares[2] + next / 2)
    fleet.endEpochs(1_030)
    #expect(try fleet.withdraw(b) == shares[1])
    try fleet.checkTraffic()
    #expect(try fleet.settled(fleet.world.epoch.units - 1).terms.storageNoz == 0)
    #expect(try fleet.world.supply() == Genesis.supply.units)
  }

  @Test("Storage noz captured by one voucher: who serves a byte is not paid for what others store")
  func storageCapture() throws {
    var (fleet, consumer) = try fleet()
    _ = try fleet.store(file, by: 4, replicas: 3, epochs: 3)
    fleet.endEpochs()
    try fleet.report([try consumer.voucher(1, by: fleet.resources[2], in: 1)], of: 1)
    fleet.endEpochs()
    let settled = try fleet.settled(2)
    let claim = try fleet.claim(of: fleet.resources[2], in: 2)
    let total = settled.traffic.total.low + settled.mining.total.low
    #expect(claim.traffic.low + claim.mining.low <= total / settled.terms.storageNoz + 2)
  }
}
