import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite("Epoch close")
struct EpochCloseTests {
  private let stos = Stakers.stos

  @Test("Fees are shared by power, commission first, and the pool begins empty")
  func fees() throws {
    var stakers = try Stakers()
    try stakers.world.payFees(1_000_007, from: 5)
    stakers.endEpochs()
    #expect(stakers.wei(.feePool) == 0)
    // 40 % of the power, of which the operator takes a tenth first.
    #expect(try stakers.commission(of: 0) == 40_000)
    #expect(try stakers.reward(of: 0, with: 0) == 360_001)
    stakers.endEpochs()
    #expect(try stakers.commission(of: 0) == 40_000)
    let before = stakers.wei(.stakingRewards)
    _ = try stakers.call(calldata("withdrawCommission()"), from: 0).get()
    let data = calldata("withdrawReward(address)", stakers.world.people[0])
    _ = try stakers.call(data, from: 0).get()
    #expect(stakers.wei(.stakingRewards) == before - 400_001)
    guard case .failure = stakers.call(data, from: 0) else {
      Issue.record("a reward was paid twice")
      return
    }
  }

  @Test("A closing block has a system transaction, and the epoch's fees with it")
  func closingBlock() throws {
    var wallet = try Wallet(seed: 1)
    var devnet = try Devnet(rich: [wallet.address])
    for epoch in 1...3 as ClosedRange<UInt64> {
      let transfer = try wallet.sign(to: Address(protocol: 0x7001), value: Wei(5))
      let open = devnet.execute([transfer])
      #expect(open.systemTransaction == nil)
      #expect(devnet.wei(ModuleAccount.feePool.address) > 0)
      let closing = devnet.execute([], isClosing: true)
      let logs = try #require(closing.receipts.last).logs
      #expect(closing.systemTransaction?.hash == closing.receipts.last?.transactionHash)
      // What was settled, who earned fees, and the next set.
      #expect(logs.count == 3)
      #expect(logs.last?.topics.last?.bytes.array.last == UInt8(epoch) + 2)
      #expect(devnet.wei(ModuleAccount.feePool.address) == 0)
      let rewards = devnet.wei(ModuleAccount.stakingRewards.address)
      #expect(rewards == UInt128(epoch) * 21_000_000_000_000)
    }
    #expect(try devnet.supply() == Genesis.supply.units)
  }

  @Test("What a validator missed goes to the community pool")
  func missedSlots() throws {
    var stakers = try Stakers()
    try stakers.world.payFees(1_024_000, from: 5)
    // 1,024 views: all of every slot, the last one proposed.
    let pool = stakers.wei(.communityPool)
    stakers.endEpochs(after: 1_023)
    #expect(stakers.wei(.communityPool) > pool + 1_000_000)
    let entire = stakers.wei(.communityPool) + stakers.wei(.stakingRewards) - pool
    #expect(entire == 1_024_000)
    // Everybody was silent, so it was the network: nobody is jailed.
    for person in 0..<5 { #expect(try stakers.validator(person).standing == 0) }
  }

  /// Ends an epoch of a thousand views in which some validators never propose.
  private func silence(_ silent: Set<Int>, in stakers: inout Stakers) throws {
    let table = try leaderTable(stakers)
    var missed: UInt64 = 0
    var view: UInt64 = 1
    while view <= 1_100 || silent.contains(table.leader(of: View(view), in: stakers.world.epoch)) {
      defer { view += 1 }
      let leader = table.leader(of: View(view), in: stakers.world.epoch)
      guard !silent.contains(leader) else {
        missed += 1
        continue
      }
      let proposer = stakers.world.people[leader]
      stakers.world.endBlock(by: proposer, after: missed)
      missed = 0
    }
    let last = table.leader(of: View(view), in: stakers.world.epoch)
    stakers.world.endBlock(by: stakers.world.people[last], after: missed, isClosing: true)
  }

  private func leaderTable(_ stakers: Stakers) throws -> LeaderTable {
    // The stakes are in the order of the people, and so is the set.
    LeaderTable(
      try SampleNetwork(
        powers: try stakers.members(of: stakers.world.epoch).map(\.power)
      ).set)
  }

  @Test("Who misses every slot is jailed, slashed, and back after 36 epochs")
  func jail() throws {
    var stakers = try Stakers()
    try silence([3], in: &stakers)
    #expect(try stakers.validator(3).standing == 1)
    #expect(try stakers.validator(3).stake == 60_000 * stos / 10_000 * 9_998)
    #expect(try stakers.members(of: Epoch(3)).count == 4)
    #expect(throws: Refusal.self) { try stakers.call(calldata("unjail()"), from: 3).get() }
    stakers.endEpochs(34)
    #expect(throws: Refusal.self) { try stakers.call(calldata("unjail()"), from: 3).get() }
    stakers.endEpochs()
    _ = try stakers.call(calldata("unjail()"), from: 3).get()
    #expect(try !stakers.validator(3).isProven)
    stakers.endEpochs()
    #expect(try stakers.members(of: stakers.world.epoch.next).count == 5)
  }

  @Test("Nobody is jailed when a third was silent, or when three would be left")
  func noJail() throws {
    var third = try Stakers()
    try silence([0], in: &third)
    #expect(try third.validator(0).standing == 0)
    var few = try Stakers(stakes: [400, 300, 200, 100])
    try silence([3], in: &few)
    #expect(try few.validator(3).standing == 0)
    #expect(try few.validator(3).stake == 100_000 * stos)
  }

  @Test("A dead newcomer with more stake than all others has at most a quarter of the power")
  func deadNewcomer() throws {
    var stakers = try Stakers()
    try stakers.createValidator(5, stake: 3_000_000 * stos, secret: FixedBytes(repeating: 9))
    stakers.endEpochs()
    let dead = stakers.world.people[5]
    for _ in 0..<3 {
      let members = try stakers.members(of: stakers.world.epoch.next)
      let power = try #require(members.first { $0.validator == dead }).power
      let total = members.reduce(0) { $0 + $1.power }
      #expect(power > 0)
      #expect(4 * power <= total)
      stakers.endEpochs()
    }
    // It proposes at last, and counts in full from the next choice on.
    stakers.world.endBlock(by: dead)
    #expect(try stakers.validator(5).isProven)
    stakers.endEpochs()
    let members = try stakers.members(of: stakers.world.epoch.next)
    #expect(members.first?.validator == dead)
    #expect(members.first?.power == 3_000_000_000)
  }

  @Test("A set without a proven member is not chosen: the one before serves on")
  func noProvenMember() throws {
    var stakers = try Stakers(stakes: [1_000])
    try stakers.createValidator(1, stake: 5 * stos, secret: FixedBytes(repeating: 9))
    _ = try stakers.call(try stakers.evidence(against: 0, epoch: Epoch(1)), from: 2).get()
    stakers.endEpochs(2)
    #expect(try stakers.members(of: stakers.world.epoch.next).map(\.power) == [1_000_000_000])
  }

  @Test("The views of an epoch are counted without walking them")
  func slotCounts() throws {
    let set = try SampleNetwork(powers: [70, 20, 10]).set
    let table = LeaderTable(set)
    for (first, end) in [(1, 1), (1, 40), (900, 1_200), (5, 5_000)] as [(UInt64, UInt64)] {
      var walked = [UInt64](repeating: 0, count: 3)
      for view in first..<end { walked[table.leader(of: View(view), in: Epoch(9))] += 1 }
      let counted = table.slotCounts(
        from: View(first), below: View(end), in: Epoch(9), memberCount: 3)
      #expect(counted == walked)
    }
  }
}
