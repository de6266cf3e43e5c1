import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// Each test is named for the hole it would go through if a rule of tokens or pools were missing.
@Suite("Holes of tokens and pools")
struct MarketHoleTests {
  private let one = UInt256(1 as UInt8)

  /// A world with two tokens and their pool.
  private func makeWorld() throws -> (world: World, a: Address, b: Address, pool: Address) {
    var world = try World()
    let a = try world.createToken("A")
    let b = try world.createToken("B")
    _ = try world.addLiquidity(a, .ether(100), b, .ether(100))
    return (world, a, b, try world.pool(a, b))
  }

  @Test("Self-reference: a pool of one asset, of its own shares, or a holder of them")
  func selfReference() throws {
    var (world, a, _, pool) = try makeWorld()
    for (left, right) in [(a, a), (Address.stos, .stos), (pool, pool)] {
      let data = calldata("createPair(address,address)", left, right)
      #expect(throws: Refusal.self) { try world.call(World.exchange, data, from: 0).get() }
    }
    let gift = calldata("transfer(address,uint256)", pool, one)
    #expect(throws: Refusal.self) { try world.call(pool, gift, from: 0).get() }
    // Shares are a token like any other: a pool may hold another pool's, and both stay whole.
    let shares = try world.holding(pool, of: world.people[0])
    let part = UInt256(shares.low / 2)
    _ = try world.addLiquidity(pool, part, a, .ether(10))
    let nested = try world.pool(pool, a)
    _ = try world.swap(.ether(1), [a, pool])
    let data = calldata(
      "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)", pool, a,
      UInt256(try world.holding(nested, of: world.people[0]).low / 2), UInt256.zero,
      UInt256.zero, world.people[0], World.never)
    _ = try world.call(World.exchange, data, from: 0).get()
    for each in [pool, nested] {
      let (reserve0, reserve1, _) = try world.reserves(each)
      let assets = try ["token0()", "token1()"].map { face in
        let bytes = try world.ask(each, calldata(face)).get()
        return try ABI.decode(bytes.span, as: Address.self)
      }
      #expect(try world.holding(assets[0], of: each) == UInt256(reserve0.value))
      #expect(try world.holding(assets[1], of: each) == UInt256(reserve1.value))
    }
  }

  @Test("Donations to a pool change its reserves in no way")
  func donation() throws {
    var (world, a, _, pool) = try makeWorld()
    let before = try world.reserves(pool)
    #expect(throws: Refusal.self) {
      try world.give(.ether(5), of: a, from: 0, to: pool)
    }
    for data in [[], calldata("sync()"), calldata("skim(address)", world.people[1])] {
      #expect(throws: Refusal.self) { try world.call(pool, data, from: 0).get() }
    }
    let after = try world.reserves(pool)
    #expect(before.0 == after.0 && before.1 == after.1)
  }

  @Test("An allowance spent twice, by another, or beyond what there is")
  func allowance() throws {
    var (world, a, _, _) = try makeWorld()
    let (owner, spender, other) = (world.people[0], world.people[1], world.people[2])
    func take(_ amount: UInt256, by person: Int) -> Bool {
      let data = calldata("transferFrom(address,address,uint256)", owner, other, amount)
      return (try? world.call(a, data, from: person).get()) != nil
    }
    let approval = calldata("approve(address,uint256)", spender, UInt256.ether(3))
    _ = try world.call(a, approval, from: 0).get()
    #expect(!take(.ether(1), by: 2))
    #expect(!take(.ether(4), by: 1))
    #expect(take(.ether(2), by: 1))
    #expect(!take(.ether(2), by: 1))
    #expect(take(.ether(1), by: 1))
    #expect(!take(one, by: 1))
    // One's own tokens need an allowance too when asked for in this way.
    #expect(!take(one, by: 0))
    let endless = calldata("approve(address,uint256)", spender, UInt256.max)
    _ = try world.call(a, endless, from: 0).get()
    #expect(!take(.max, by: 1))
    #expect(try world.number(a, calldata("allowance(address,address)", owner, spender)) == .max)
  }

  @Test("The first liquidity of a pool cannot rob the second by making a share expensive")
  func inflatedShares() throws {
    var world = try World()
    let a = try world.createToken("A")
    let b = try world.createToken("B")
    try world.give(.ether(1_000), of: a, from: 0, to: world.people[1])
    try world.give(.ether(1_000), of: b, from: 0, to: world.people[1])
    // The least there can be: the locked shares and one more.
    let least = UInt256(1_001 as UInt64)
    _ = try world.addLiquidity(a, least, b, least)
    let shares = try world.addLiquidity(a, .ether(5), b, .ether(5), by: 1)
    let data = calldata(
      "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)", a, b, shares,
      UInt256.zero, UInt256.zero, world.people[1], World.never)
    _ = try world.call(World.exchange, data, from: 1).get()
    let loss = UInt256.ether(1_000).low - (try world.holding(a, of: world.people[1]).low)
    #expect(loss < 1_000)
  }

  @Test("Edges: nothing, one, and as much as a word can say, in every place of every method")
  func edges() throws {
    let (world, a, _, pool) = try makeWorld()
    let targets =
      Contracts.placed.map { ($0.address, $0.contract) }
      + [(a, Contracts.faces[0]), (pool, Contracts.faces[1])]
    for (address, contract) in targets {
      for method in contract.methods {
        let count = method.inputs.reduce(0) { $0 + $1.type.headSizeBytes }
        for byte in [0, 1, 0x7F, 0xFF] as [UInt8] {
          for word in [Array(repeating: byte, count: 32), Array(repeating: 0, count: 31) + [byte]] {
            let words = Array((0..<count / 32).map { _ in word }.joined())
            var trial = world
            for value in [0, 1, .max] as [UInt128] {
              _ = trial.call(address, method.selector.array + words, from: 0, value: value)
            }
            #expect(try trial.supply() == Genesis.supply.units, "\(contract.name).\(method)")
          }
        }
      }
    }
  }
}
