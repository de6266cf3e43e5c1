import Chain
import Codec
import Ledger

/// Tokens and pools, as logs tell of them.
struct ObservedMarket {
  struct Token {
    var supply: UInt128 = 0
    var holdings: [Address: UInt128] = [:]
    /// By owner and spender.
    var allowances: [[Address]: UInt256] = [:]
  }

  struct Pool {
    let assets: [Address]
    var reserves: [UInt128] = [0, 0]
    var cumulativePrices: [UInt256] = [.zero, .zero]
    var updatedSeconds: UInt64 = 0
    /// The reserves and shares before what happened last.
    var before: (reserves: [UInt128], shares: UInt128) = ([0, 0], 0)
    /// How many shares there were when the reserves last changed.
    var shares: UInt128 = 0
  }

  var tokens: [Address: Token] = [:]
  var pools: [Address: Pool] = [:]
  /// The block's time.
  var seconds: UInt64 = 0

  /// Whether payments to an address are calls.
  func isContract(_ address: Address) -> Bool {
    tokens[address] != nil || Contracts.placed.contains { $0.address == address }
  }

  mutating func observe(_ event: LoggedEvent) throws {
    switch event.name {
    case "TokenCreated":
      tokens[event.address(0)] = Token()
    case "PairCreated":
      tokens[event.address(2)] = Token()
      pools[event.address(2)] = Pool(assets: [event.address(0), event.address(1)])
      try Contradiction.unless(event.number(3) == UInt128(pools.count), "pools are counted")
    case "Transfer" where event.reporter != .stos:
      try transfer(event)
    case "Approval":
      let pair = [event.address(0), event.address(1)]
      tokens[event.reporter]?.allowances[pair] = event.words[2]
    case "Sync": sync(event)
    case "Swap": try checkSwap(event)
    case "Mint", "Burn": try checkShares(event)
    default: break
    }
  }

  /// From or to nobody, units begin or end; the zero address holds what pools lock.
  private mutating func transfer(_ event: LoggedEvent) throws {
    let (sender, recipient, amount) = (event.address(0), event.address(1), event.number(2))
    guard var token = tokens[event.reporter] else { throw Contradiction("an unknown token") }
    if sender == .zero {
      token.supply += amount
    } else {
      let held = token.holdings[sender, default: 0]
      try Contradiction.unless(amount <= held, "\(sender) gave \(amount) and had \(held)")
      token.holdings[sender] = held - amount
    }
    if recipient == .zero && sender != .zero {
      token.supply -= amount
    } else {
      token.holdings[recipient, default: 0] += amount
    }
    tokens[event.reporter] = token
  }

  private mutating func sync(_ event: LoggedEvent) {
    guard var pool = pools[event.reporter] else { return }
    let elapsed = UInt128(seconds - pool.updatedSeconds)
    if pool.reserves[0] > 0, pool.reserves[1] > 0 {
      for (this, other) in [(0, 1), (1, 0)] {
        let price = UInt256(pool.reserves[other], times: 1 << 112)
          .quotientAndRemainder(dividingBy: pool.reserves[this]).quotient
        pool.cumulativePrices[this] = pool.cumulativePrices[this] &+ price &* elapsed
      }
    }
    pool.updatedSeconds = seconds
    pool.before = (pool.reserves, pool.shares)
    pool.reserves = [event.number(0), event.number(1)]
    pool.shares = tokens[event.reporter]?.supply ?? 0
    pools[event.reporter] = pool
  }

  /// Uniswap's own invariant: after a fee of 30 basis points, x·y has not fallen.
  private func checkSwap(_ event: LoggedEvent) throws {
    guard let pool = pools[event.reporter] else { throw Contradiction("an unknown pool") }
    // Sender and recipient are words 0 and 1.
    let (paid, given) = ([event.number(2), event.number(3)], [event.number(4), event.number(5)])
    for side in 0...1 {
      try Contradiction.unless(
        pool.reserves[side] + given[side] == pool.before.reserves[side] + paid[side],
        "reserves move by what is paid and given")
    }
    let charged = (0...1).map { pool.reserves[$0] * 1_000 - paid[$0] * 3 }
    let before = pool.before.reserves.map { $0 * 1_000 }
    try Contradiction.unless(
      UInt256(charged[0], times: charged[1]) >= UInt256(before[0], times: before[1]),
      "x·y fell in a swap")
  }

  /// No share is worth less of either asset than it was.
  private func checkShares(_ event: LoggedEvent) throws {
    guard let pool = pools[event.reporter] else { throw Contradiction("an unknown pool") }
    for side in 0...1 {
      try Contradiction.unless(
        UInt256(pool.reserves[side], times: pool.before.shares)
          >= UInt256(pool.before.reserves[side], times: pool.shares),
        "a share lost value in a \(event.name)")
    }
  }
}
