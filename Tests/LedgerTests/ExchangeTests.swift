import Chain
import Codec
import Ledger
import TestSupport
import Testing

@Suite("Exchange")
struct ExchangeTests {
  /// From the tests of Uniswap v2's pair: amount in, reserves in and out, amount out.
  @Test(
    "Prices are Uniswap's to the unit",
    arguments: [
      (1, 5, 10, 1_662_497_915_624_478_906), (1, 10, 5, 453_305_446_940_074_565),
      (2, 5, 10, 2_851_015_155_847_869_602), (2, 10, 5, 831_248_957_812_239_453),
      (1, 10, 10, 906_610_893_880_149_131), (1, 100, 100, 987_158_034_397_061_298),
      (1, 1_000, 1_000, 996_006_981_039_903_216),
    ] as [(UInt64, UInt64, UInt64, UInt64)])
  func knownPrices(_ amountIn: UInt64, _ reserveIn: UInt64, _ reserveOut: UInt64, out: UInt64)
    throws
  {
    var world = try World()
    let data = calldata(
      "getAmountOut(uint256,uint256,uint256)", UInt256.ether(amountIn), UInt256.ether(reserveIn),
      UInt256.ether(reserveOut))
    #expect(try world.number(World.exchange, data) == UInt256(out))
    let a = try world.createToken("A")
    let b = try world.createToken("B")
    _ = try world.addLiquidity(a, .ether(reserveIn), b, .ether(reserveOut))
    #expect(try world.swap(.ether(amountIn), [a, b]).last == UInt256(out))
  }

  @Test("The first shares are the geometric mean, 1,000 of them locked")
  func firstShares() throws {
    var world = try World()
    let a = try world.createToken("A")
    let b = try world.createToken("B")
    let shares = try world.addLiquidity(a, .ether(1), b, .ether(4))
    #expect(shares == UInt256(2_000_000_000_000_000_000 - 1_000 as UInt64))
    let pool = try world.pool(a, b)
    #expect(try world.number(pool, calldata("totalSupply()")) == .ether(2))
    #expect(try world.holding(pool, of: .zero) == UInt256(1_000 as UInt64))
    let back = calldata(
      "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)", a, b, shares,
      UInt256.zero, UInt256.zero, world.people[1], World.never)
    _ = try world.call(World.exchange, back, from: 0).get()
    // Uniswap v2's test of burning: 500 and 2,000 units stay.
    #expect(try world.holding(a, of: pool) == UInt256(500 as UInt64))
    #expect(try world.holding(b, of: pool) == UInt256(2_000 as UInt64))
    #expect(
      try world.holding(a, of: world.people[1]) == UInt256(999_999_999_999_999_500 as UInt64))
  }

  @Test("Pools with STOS hold their reserve as wei, and what is not needed never moves")
  func stosPools() throws {
    var world = try World()
    let token = try world.createToken("A")
    _ = try world.addLiquidity(stos: 10_000_000_000_000_000_000, token, .ether(10))
    let pool = try world.pool(token, .stos)
    #expect(world.wei(pool) == 10_000_000_000_000_000_000)
    let before = world.wei(world.people[1])
    let exact = calldata(
      "swapETHForExactTokens(uint256,address[],address,uint256)", UInt256.ether(1),
      [Address.stos, token], world.people[1], World.never)
    _ = try world.call(World.exchange, exact, from: 1, value: 5_000_000_000_000_000_000).get()
    let paid = before - world.wei(world.people[1])
    #expect(world.wei(pool) == 10_000_000_000_000_000_000 + paid)
    #expect(paid < 2_000_000_000_000_000_000)
    let back = calldata(
      "swapExactTokensForETH(uint256,uint256,address[],address,uint256)", UInt256.ether(1),
      UInt256.zero, [token, Address.stos], world.people[1], World.never)
    _ = try world.call(World.exchange, back, from: 1).get()
    #expect(world.wei(world.people[1]) < before)
  }

  @Test("The price adds up over whole seconds, with 112 binary places")
  func accumulators() throws {
    var world = try World()
    let a = try world.createToken("A")
    let b = try world.createToken("B")
    let (first, second) = a < b ? (a, b) : (b, a)
    _ = try world.addLiquidity(first, .ether(3), second, .ether(6))
    let pool = try world.pool(a, b)
    world.time = Timestamp(world.time.units + 9_999)
    _ = try world.addLiquidity(first, .ether(3), second, .ether(6))
    // Twice 2¹¹², over nine whole seconds.
    let price0 = try world.number(pool, calldata("price0CumulativeLast()"))
    #expect(price0 == UInt256(low: 18 << 112))
    let price1 = try world.number(pool, calldata("price1CumulativeLast()"))
    #expect(price1 == UInt256(low: 9 << 111))
    let seconds = UInt32(world.time.units / 1_000)
    #expect(try world.reserves(pool).2 == seconds)
  }

  @Test("What cannot be done says why")
  func refusals() throws {
    var world = try World()
    let a = try world.createToken("A")
    let b = try world.createToken("B")
    _ = try world.addLiquidity(a, .ether(1), b, .ether(1))
    let me = world.people[0]
    func swap(
      _ path: [Address], _ amountIn: UInt256 = .ether(1), least: UInt256 = .zero,
      to: Address, deadline: UInt256 = .max
    ) -> String {
      let data = calldata(
        "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)", amountIn, least,
        path, to, deadline)
      switch world.call(World.exchange, data, from: 0) {
      case .success: return "done"
      case .failure(let refusal): return refusal.reason
      }
    }
    #expect(swap([a], to: me).contains("2 to 4 assets"))
    #expect(swap([a, b, a], to: me).contains("each asset once"))
    #expect(swap([a, me], to: me).contains("no pool"))
    #expect(swap([a, .stos], to: me).contains("no pool"))
    #expect(swap([.stos, a], to: me).contains("attaching"))
    #expect(swap([a, b], .zero, to: me).contains("insufficient input"))
    #expect(swap([a, b], .max, to: me).contains("2^112"))
    #expect(swap([a, b], .ether(2_000_000), to: me).contains("exceeds balance"))
    #expect(swap([a, b], least: .ether(1), to: me).contains("insufficient output"))
    #expect(swap([a, b], to: me, deadline: .zero).contains("expired"))
    #expect(swap([a, b], to: .zero).contains("zero address"))
    #expect(swap([a, b], to: ModuleAccount.feePool.address).contains("takes no payments"))
    #expect(swap([a, b], to: a).contains("is a token"))
    #expect(swap([a, b], UInt256(1 as UInt8), to: me).contains("insufficient output"))
    #expect(swap([a, b], to: me) == "done")
  }
}
