import Chain
import Codec

/// Two assets that are exchanged for each other, and what there is of each.
///
/// Invariants:
/// 1. `token0` comes before `token1`;
/// 2. the pool's address holds at least the reserves;
/// 3. the product of the reserves falls only when shares are burned, never by a swap.
struct Pool: Hashable {
  let token0: Address
  let token1: Address
  private(set) var reserve0 = UInt112.zero
  private(set) var reserve1 = UInt112.zero
  /// When the reserves last changed, in seconds modulo 2³².
  private(set) var updatedSeconds: UInt32 = 0
  /// The sum over all seconds of the price of `token0` in `token1`, with 112 binary places, modulo
  /// 2²⁵⁶: its rise over a time, divided by the time, is the mean price.
  private(set) var price0Cumulative = UInt256.zero
  private(set) var price1Cumulative = UInt256.zero

  /// A pool without reserves.
  init(_ tokenA: Address, _ tokenB: Address) {
    token0 = min(tokenA, tokenB)
    token1 = max(tokenA, tokenB)
  }

  /// The reserves of one of the two assets and of the other.
  func reserves(from asset: Address) -> (this: UInt112, other: UInt112) {
    asset == token0 ? (reserve0, reserve1) : (reserve1, reserve0)
  }

  /// Adds to one reserve and takes from the other.
  mutating func exchange(
    _ amountIn: UInt112, of asset: Address, for amountOut: UInt112, at seconds: UInt64
  ) throws(Refusal) {
    let (this, other) = reserves(from: asset)
    let raised = UInt112(exactly: this.value + amountIn.value)
    let lowered = try Refusal.unless(TokenAmount(other.value).subtracting(TokenAmount(amountOut)))
    guard let raised, let lowered = UInt112(exactly: lowered.units) else {
      throw Self.tooLarge
    }
    set(asset == token0 ? (raised, lowered) : (lowered, raised), at: seconds)
  }

  mutating func add(_ amounts: (UInt112, UInt112), at seconds: UInt64) throws(Refusal) {
    guard let reserve0 = UInt112(exactly: reserve0.value + amounts.0.value),
      let reserve1 = UInt112(exactly: reserve1.value + amounts.1.value)
    else { throw Self.tooLarge }
    set((reserve0, reserve1), at: seconds)
  }

  mutating func remove(_ amounts: (UInt112, UInt112), at seconds: UInt64) throws(Refusal) {
    guard amounts.0 <= reserve0, amounts.1 <= reserve1,
      let reserve0 = UInt112(exactly: reserve0.value - amounts.0.value),
      let reserve1 = UInt112(exactly: reserve1.value - amounts.1.value)
    else { throw Refusal("a pool gives no more than its reserves") }
    set((reserve0, reserve1), at: seconds)
  }

  private static var tooLarge: Refusal {
    Refusal("a pool holds at most 2^112 - 1 units of each asset")
  }

  /// Adds up the prices that held until now, and takes over new reserves.
  private mutating func set(_ reserves: (UInt112, UInt112), at seconds: UInt64) {
    let now = UInt32(truncatingIfNeeded: seconds)
    #if PLANTED
      if LedgerBug.latePrice.isPlanted { (reserve0, reserve1) = reserves }
    #endif
    let elapsed = UInt128(now &- updatedSeconds)
    if elapsed > 0, reserve0 > .zero, reserve1 > .zero {
      price0Cumulative = price0Cumulative &+ Self.price(reserve1, in: reserve0) &* elapsed
      price1Cumulative = price1Cumulative &+ Self.price(reserve0, in: reserve1) &* elapsed
    }
    updatedSeconds = now
    (reserve0, reserve1) = reserves
  }

  /// The ratio of two reserves with 112 fractional bits, rounded down.
  private static func price(_ reserve: UInt112, in other: UInt112) -> UInt256 {
    UInt256(reserve.value, times: 1 << 112).quotientAndRemainder(dividingBy: other.value).quotient
  }
}

extension Pool: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(token0)
    writer.write(token1)
    writer.write(reserve0)
    writer.write(reserve1)
    writer.write(updatedSeconds)
    writer.write(price0Cumulative)
    writer.write(price1Cumulative)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    token0 = try Address(from: &reader, in: bytes)
    token1 = try Address(from: &reader, in: bytes)
    reserve0 = try UInt112(from: &reader, in: bytes)
    reserve1 = try UInt112(from: &reader, in: bytes)
    updatedSeconds = try reader.read(in: bytes)
    price0Cumulative = try UInt256(from: &reader, in: bytes)
    price1Cumulative = try UInt256(from: &reader, in: bytes)
  }
}

extension TokenAmount {
  init(_ amount: UInt112) {
    self.init(amount.value)
  }
}
