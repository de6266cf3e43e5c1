import Chain
import Codec
import Ledger
import State
import TestSupport
import Testing

/// Four people, three tokens and all their pools, STOS included, in amounts small enough that a
/// test can multiply them.
struct Market {
  /// What a pool is worth at one moment.
  struct Snapshot {
    let reserves: (UInt128, UInt128)
    let shares: UInt128
    let holdsReserves: Bool

    var product: UInt128 { reserves.0 * reserves.1 }

    /// Whether a share's part of √(x·y) is at least what it was: x·y / shares² has not fallen.
    func isWorthAtLeast(_ old: Snapshot) -> Bool {
      UInt256(product, times: old.shares * old.shares)
        >= UInt256(old.product, times: shares * shares)
    }
  }

  private(set) var world: World
  let tokens: [Address]
  let pools: [Address]
  private var random: SplitMix64
  private var choice = 0

  init(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var world = try World(seed: seed)
    let supply = UInt256(1_000_000_000_000_000 as UInt64)
    let tokens = try ["A", "B", "C"].map { try world.createToken($0, supply: supply) }
    let gift = UInt256(100_000_000_000_000 as UInt64)
    for token in tokens {
      for person in 1...3 { try world.give(gift, of: token, from: 0, to: world.people[person]) }
    }
    var pools: [Address] = []
    for (left, right) in [(0, 1), (1, 2), (0, 2)] {
      let amounts = (0..<2).map { _ in
        UInt256(UInt64.random(in: 100_000_000...10_000_000_000, using: &random))
      }
      _ = try world.addLiquidity(tokens[left], amounts[0], tokens[right], amounts[1])
      pools.append(try world.pool(tokens[left], tokens[right]))
    }
    _ = try world.addLiquidity(stos: 3_000_000_000, tokens[0], UInt256(7_000_000_000 as UInt64))
    pools.append(try world.pool(.stos, tokens[0]))
    self.random = random
    self.world = world
    self.tokens = tokens
    self.pools = pools
  }

  func snapshot(of pool: Address) throws -> Snapshot {
    let (reserve0, reserve1, _) = try world.reserves(pool)
    let assets = try ["token0()", "token1()"].map { method in
      let bytes = try world.ask(pool, calldata(method)).get()
      return try ABI.decode(bytes.span, as: Address.self)
    }
    let held = try assets.map { try world.holding($0, of: pool).low }
    return Snapshot(
      reserves: (reserve0.value, reserve1.value),
      shares: try world.number(pool, calldata("totalSupply()")).low,
      holdsReserves: held == [reserve0.value, reserve1.value])
  }

  /// Every unit of every asset is somebody's.
  func checkSupplies() throws {
    let holders = world.people + pools + [.zero]
    for asset in tokens + pools {
      let held = try holders.reduce(0 as UInt128) { try $0 + world.holding(asset, of: $1).low }
      #expect(try world.number(asset, calldata("totalSupply()")).low == held)
    }
    var state = world.start
    state.apply(world.books.changes)
    #expect(try Devnet.supply(in: state) == Genesis.supply.units)
  }

  /// A path through so many pools; the longest end with STOS, whose pool has the first token.
  func path(hops: Int, from random: inout SplitMix64) -> [Address] {
    guard hops < 3 else {
      return random.happens(oneIn: 2)
        ? [tokens[1], tokens[2], tokens[0], .stos] : [tokens[2], tokens[1], tokens[0], .stos]
    }
    return Array(tokens.shuffled(using: &random)[...hops])
  }

  /// Chooses what happens next, and says whether it can only be a swap.
  mutating func isSwapping() -> Bool {
    choice = random.number(in: 0...9)
    return choice < 5
  }

  /// Does what was chosen, with amounts that are sometimes too large, and says whether it was done.
  mutating func act() -> Bool {
    world.time = Timestamp(world.time.units + UInt64(random.number(in: 0...3_000)))
    let person = random.number(in: 0...3)
    let (recipient, data, value) = chosenCall(to: world.people[random.number(in: 0...3)])
    switch world.call(recipient, data, from: person, value: value) {
    case .success: return true
    case .failure: return false
    }
  }

  private mutating func amount() -> UInt256 {
    if random.happens(oneIn: 12) { return random.uint256() }
    return UInt256(UInt64.random(in: 1...100_000_000, using: &random))
  }

  private mutating func chosenCall(to recipient: Address) -> (Address, [UInt8], UInt128) {
    let end = random.happens(oneIn: 10) ? UInt256.zero : World.never
    let route = path(hops: random.number(in: 1...2), from: &random)
    let (one, two) = (amount(), amount())
    let stos = UInt128(UInt64.random(in: 1...100_000_000, using: &random))
    switch choice {
    case 0, 1:
      let data = calldata(
        "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)", one, UInt256.zero,
        route, recipient, end)
      return (World.exchange, data, 0)
    case 2:
      let data = calldata(
        "swapTokensForExactTokens(uint256,uint256,address[],address,uint256)", one, two, route,
        recipient, end)
      return (World.exchange, data, 0)
    case 3:
      let data = calldata(
        "swapExactETHForTokens(uint256,address[],address,uint256)", UInt256.zero,
        [Address.stos, tokens[0], tokens[1]], recipient, end)
      return (World.exchange, data, stos)
    case 4:
      let data = calldata(
        "swapTokensForExactETH(uint256,uint256,address[],address,uint256)", UInt256(stos),
        UInt256.max, [tokens[1], tokens[0], Address.stos], recipient, end)
      return (World.exchange, data, 0)
    case 5:
      let data = calldata(
        "addLiquidityETH(address,uint256,uint256,uint256,address,uint256)", tokens[0], one,
        UInt256.zero, UInt256.zero, recipient, end)
      return (World.exchange, data, stos)
    case 6:
      let data = calldata(
        "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)", route[0],
        route[1], one, two, UInt256.zero, UInt256.zero, recipient, end)
      return (World.exchange, data, 0)
    case 7:
      let data = calldata(
        "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)", route[0],
        route[1], one, UInt256.zero, UInt256.zero, recipient, end)
      return (World.exchange, data, 0)
    case 8:
      let data = calldata(
        "removeLiquidityETH(address,uint256,uint256,uint256,address,uint256)", tokens[0], one,
        UInt256.zero, UInt256.zero, recipient, end)
      return (World.exchange, data, 0)
    default:
      let asset = (tokens + pools + [.stos])[random.number(in: 0...7)]
      return (asset, calldata("transfer(address,uint256)", recipient, one), 0)
    }
  }
}
