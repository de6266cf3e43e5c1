import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// What holds after every call of a random history, whether or not the call succeeded.
@Suite("Laws of the market")
struct MarketLawTests {
  @Test("Nothing is made or lost, and shares never lose value", arguments: Seeds.few)
  func histories(seed: UInt64) throws {
    var market = try Market(seed: seed)
    var outcomes = (done: 0, refused: 0)
    for step in 0..<150 {
      let before = try market.pools.map { try market.snapshot(of: $0) }
      let isSwap = market.isSwapping()
      if market.act() { outcomes.done += 1 } else { outcomes.refused += 1 }
      for (pool, old) in zip(market.pools, before) {
        let new = try market.snapshot(of: pool)
        #expect(new.holdsReserves, "step \(step): a pool holds less than its reserves")
        #expect(new.isWorthAtLeast(old), "step \(step): a share lost value")
        if isSwap { #expect(new.product >= old.product, "step \(step): x·y fell") }
      }
      if step % 25 == 0 { try market.checkSupplies() }
    }
    try market.checkSupplies()
    #expect(outcomes.done > 40)
    #expect(outcomes.refused > 5)
  }

  @Test("A quote is what a swap comes to, over one, two and three hops", arguments: Seeds.few)
  func quotes(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let market = try Market(seed: seed)
    for _ in 0..<30 {
      let path = market.path(hops: random.number(in: 1...3), from: &random)
      let amount = UInt256(UInt64.random(in: 1_000...10_000_000, using: &random))
      var world = market.world
      let quoted = try world.amountsOut(amount, path)
      #expect(try world.swap(amount, path) == quoted)
      // From the other end: asking for what came out costs no more than what was paid.
      var other = market.world
      let out = try #require(quoted.last)
      let ask = calldata("getAmountsIn(uint256,address[])", out, path)
      let answer = try other.ask(World.exchange, ask).get()
      let asked = try ABI.decode(answer.span, as: [UInt256].self)
      #expect(asked[0] <= amount)
      let exact = calldata(
        "swapTokensForExactTokens(uint256,uint256,address[],address,uint256)", out, amount, path,
        other.people[0], World.never)
      let paid = try other.call(World.exchange, exact, from: 0).get()
      #expect(try ABI.decode(paid.span, as: [UInt256].self) == asked)
    }
  }

  @Test("There and back never gains, and parts never beat the whole", arguments: Seeds.few)
  func roundTrips(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let market = try Market(seed: seed)
    for _ in 0..<30 {
      let path = market.path(hops: 1, from: &random)
      let first = UInt64.random(in: 1_000...50_000_000, using: &random)
      let second = UInt64.random(in: 1_000...50_000_000, using: &random)
      var world = market.world
      let there = try #require(try world.swap(UInt256(first), path).last)
      let back = try #require(try world.swap(there, path.reversed()).last)
      #expect(back < UInt256(first))
      var split = market.world
      let parts = try (split.swap(UInt256(first), path), split.swap(UInt256(second), path))
      var whole = market.world
      let all = try whole.swap(UInt256(first + second), path)
      #expect(parts.0[1].low + parts.1[1].low <= all[1].low + 1)
    }
  }

  @Test("Adding liquidity and removing it again never gains", arguments: Seeds.few)
  func liquidityRoundTrips(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let market = try Market(seed: seed)
    for _ in 0..<30 {
      var world = market.world
      let path = market.path(hops: 1, from: &random)
      let me = world.people[0]
      let before = try path.map { try world.holding($0, of: me) }
      let amounts = (0..<2).map { _ in
        UInt256(UInt64.random(in: 100_000...50_000_000, using: &random))
      }
      let shares = try world.addLiquidity(path[0], amounts[0], path[1], amounts[1])
      let data = calldata(
        "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)", path[0],
        path[1], shares, UInt256.zero, UInt256.zero, me, World.never)
      _ = try world.call(World.exchange, data, from: 0).get()
      for (token, held) in zip(path, before) {
        #expect(try world.holding(token, of: me) <= held)
      }
    }
  }
}
