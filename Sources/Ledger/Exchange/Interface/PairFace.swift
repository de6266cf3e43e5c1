import Chain
import Codec

/// What every pool answers at its own address: as a token for its shares, and as Uniswap v2's pair.
enum PairFace {
  static let contract = Contract(
    "Pair", "A pool as indexers and wallets know it; its shares are ERC-20.",
    actions: ERC20.actions,
    queries: ERC20.queries + [
      Factory.self, Token0.self, Token1.self, GetReserves.self, Price0CumulativeLast.self,
      Price1CumulativeLast.self, MinimumLiquidity.self,
    ],
    events: ERC20.events + [Minted.self, Burned.self, Swapped.self, Synced.self])

  struct Factory: Query {
    static let name = "factory"
    static let summary = "The contract that made the pool."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Token0: Query {
    static let name = "token0"
    static let summary = "The asset with the smaller address."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Token1: Query {
    static let name = "token1"
    static let summary = "The asset with the larger address."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct GetReserves: Query {
    static let name = "getReserves"
    static let summary = "What the pool holds, and when that last changed."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Reserves: ABIRecord {
    let reserve0: UInt112
    let reserve1: UInt112
    let updatedSeconds: UInt32

    static let fields = ABIFields(
      Self.init, "_reserve0", "_reserve1", "_blockTimestampLast"
    ) { ($0.reserve0, $0.reserve1, $0.updatedSeconds) }
  }

  struct Price0CumulativeLast: Query {
    static let name = "price0CumulativeLast"
    static let summary =
      "The price of token0 in token1 summed over seconds, with 112 binary places."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Price1CumulativeLast: Query {
    static let name = "price1CumulativeLast"
    static let summary =
      "The price of token1 in token0 summed over seconds, with 112 binary places."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct MinimumLiquidity: Query {
    static let name = "MINIMUM_LIQUIDITY"
    static let summary = "How many of the first shares are locked for ever."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Minted: Event {
    let sender: Address
    let amount0: UInt256
    let amount1: UInt256

    static let name = "Mint"
    static let summary = "Liquidity was added."
    static let fields = ABIFields(Self.init, "indexed sender", "amount0", "amount1") {
      ($0.sender, $0.amount0, $0.amount1)
    }
  }

  struct Burned: Event {
    let sender: Address
    let amount0: UInt256
    let amount1: UInt256
    let to: Address

    static let name = "Burn"
    static let summary = "Liquidity was removed."
    static let fields = ABIFields(
      Self.init, "indexed sender", "amount0", "amount1", "indexed to"
    ) { ($0.sender, $0.amount0, $0.amount1, $0.to) }
  }

  struct Swapped: Event {
    let sender: Address
    let amount0In: UInt256
    let amount1In: UInt256
    let amount0Out: UInt256
    let amount1Out: UInt256
    let to: Address

    static let name = "Swap"
    static let summary = "One asset was given for the other."
    static let fields = ABIFields(
      Self.init, "indexed sender", "amount0In", "amount1In", "amount0Out", "amount1Out",
      "indexed to"
    ) {
      ($0.sender, $0.amount0In, $0.amount1In, $0.amount0Out, $0.amount1Out, $0.to)
    }
  }

  struct Synced: Event {
    let reserve0: UInt112
    let reserve1: UInt112

    static let name = "Sync"
    static let summary = "The reserves after a change."
    static let fields = ABIFields(Self.init, "reserve0", "reserve1") {
      ($0.reserve0, $0.reserve1)
    }
  }
}
