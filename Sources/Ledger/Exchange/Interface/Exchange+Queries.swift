import Chain
import Codec

extension Exchange {
  struct Factory: Query {
    static let name = "factory"
    static let summary = "The contract that makes the pools: this one."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct WETH: Query {
    static let name = "WETH"
    static let summary = "The address that stands for STOS in paths."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct GetPair: Query {
    let tokenA: Address
    let tokenB: Address

    static let name = "getPair"
    static let summary = "The pool of two assets in either order, or zero."
    static let result = "pair"
    static let fields = ABIFields(Self.init, "tokenA", "tokenB") { ($0.tokenA, $0.tokenB) }
  }

  struct AllPairs: Query {
    let index: UInt256

    static let name = "allPairs"
    static let summary = "The pool of this number, counted from 0 in the order of creation."
    static let result = "pair"
    static let fields = ABIFields(Self.init, "index") { $0.index }
  }

  struct AllPairsLength: Query {
    static let name = "allPairsLength"
    static let summary = "How many pools there are."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct ListPairs: Query {
    let cursor: UInt256
    let limit: UInt16

    static let name = "pairs"
    static let summary = "Addresses of pools in the order of creation, from a cursor on."
    static let fields = ABIFields(Self.init, "cursor", "limit") { ($0.cursor, $0.limit) }
  }

  struct Quote: Query {
    let amountA: UInt256
    let reserveA: UInt256
    let reserveB: UInt256

    static let name = "quote"
    static let summary = "The amount that keeps the ratio of two reserves."
    static let result = "amountB"
    static let fields = ABIFields(Self.init, "amountA", "reserveA", "reserveB") {
      ($0.amountA, $0.reserveA, $0.reserveB)
    }
  }

  struct GetAmountOut: Query {
    let amountIn: UInt256
    let reserveIn: UInt256
    let reserveOut: UInt256

    static let name = "getAmountOut"
    static let summary = "What a pool of these reserves gives for an amount."
    static let result = "amountOut"
    static let fields = ABIFields(Self.init, "amountIn", "reserveIn", "reserveOut") {
      ($0.amountIn, $0.reserveIn, $0.reserveOut)
    }
  }

  struct GetAmountIn: Query {
    let amountOut: UInt256
    let reserveIn: UInt256
    let reserveOut: UInt256

    static let name = "getAmountIn"
    static let summary = "What a pool of these reserves asks for an amount."
    static let result = "amountIn"
    static let fields = ABIFields(Self.init, "amountOut", "reserveIn", "reserveOut") {
      ($0.amountOut, $0.reserveIn, $0.reserveOut)
    }
  }

  struct GetAmountsOut: Query {
    let amountIn: UInt256
    let path: [Address]

    static let name = "getAmountsOut"
    static let summary = "What a swap of exactly so much comes to at each asset of a path."
    static let result = "amounts"
    static let fields = ABIFields(Self.init, "amountIn", "path") { ($0.amountIn, $0.path) }
  }

  struct GetAmountsIn: Query {
    let amountOut: UInt256
    let path: [Address]

    static let name = "getAmountsIn"
    static let summary = "What a swap for exactly so much comes to at each asset of a path."
    static let result = "amounts"
    static let fields = ABIFields(Self.init, "amountOut", "path") { ($0.amountOut, $0.path) }
  }

  struct PairCreated: Event {
    let token0: Address
    let token1: Address
    let pair: Address
    let number: UInt256

    static let name = "PairCreated"
    static let summary = "A pool was made; the last argument is how many there are now."
    static let fields = ABIFields(
      Self.init, "indexed token0", "indexed token1", "pair", "number"
    ) { ($0.token0, $0.token1, $0.pair, $0.number) }
  }
}
