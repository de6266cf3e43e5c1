import Chain
import Codec

extension Exchange {
  struct CreatePair: Action {
    let tokenA: Address
    let tokenB: Address

    static let name = "createPair"
    static let summary = "Makes the empty pool of two assets and returns its address."
    static let result = "pair"
    static let price = Price(500_000)
    static let fields = ABIFields(Self.init, "tokenA", "tokenB") { ($0.tokenA, $0.tokenB) }
  }

  struct AddLiquidity: Action {
    let tokenA: Address
    let tokenB: Address
    let amountADesired: UInt256
    let amountBDesired: UInt256
    let amountAMin: UInt256
    let amountBMin: UInt256
    let to: Address
    let deadline: UInt256

    static let name = "addLiquidity"
    static let summary = "Puts two tokens of the caller into their pool for shares in it."
    static let price = Price(500_000)
    static let fields = ABIFields(
      Self.init, "tokenA", "tokenB", "amountADesired", "amountBDesired", "amountAMin",
      "amountBMin", "to", "deadline"
    ) {
      (
        $0.tokenA, $0.tokenB, $0.amountADesired, $0.amountBDesired, $0.amountAMin, $0.amountBMin,
        $0.to, $0.deadline
      )
    }
  }

  struct AddedLiquidity: ABIRecord {
    let amountA: UInt256
    let amountB: UInt256
    let liquidity: UInt256

    static let fields = ABIFields(Self.init, "amountA", "amountB", "liquidity") {
      ($0.amountA, $0.amountB, $0.liquidity)
    }
  }

  struct AddLiquidityETH: Action {
    let token: Address
    let amountTokenDesired: UInt256
    let amountTokenMin: UInt256
    let amountETHMin: UInt256
    let to: Address
    let deadline: UInt256

    static let name = "addLiquidityETH"
    static let summary = "Puts tokens and attached STOS into their pool for shares in it."
    static let price = Price(500_000)
    static let isPayable = true
    static let fields = ABIFields(
      Self.init, "token", "amountTokenDesired", "amountTokenMin", "amountETHMin", "to", "deadline"
    ) {
      ($0.token, $0.amountTokenDesired, $0.amountTokenMin, $0.amountETHMin, $0.to, $0.deadline)
    }
  }

  struct AddedLiquidityETH: ABIRecord {
    let amountToken: UInt256
    let amountETH: UInt256
    let liquidity: UInt256

    static let fields = ABIFields(Self.init, "amountToken", "amountETH", "liquidity") {
      ($0.amountToken, $0.amountETH, $0.liquidity)
    }
  }

  struct RemoveLiquidity: Action {
    let tokenA: Address
    let tokenB: Address
    let liquidity: UInt256
    let amountAMin: UInt256
    let amountBMin: UInt256
    let to: Address
    let deadline: UInt256

    static let name = "removeLiquidity"
    static let summary = "Gives shares of the caller back for their part of a pool."
    static let price = Price(150_000)
    static let fields = ABIFields(
      Self.init, "tokenA", "tokenB", "liquidity", "amountAMin", "amountBMin", "to", "deadline"
    ) {
      (
        $0.tokenA, $0.tokenB, $0.liquidity, $0.amountAMin, $0.amountBMin, $0.to, $0.deadline
      )
    }
  }

  struct RemovedLiquidity: ABIRecord {
    let amountA: UInt256
    let amountB: UInt256

    static let fields = ABIFields(Self.init, "amountA", "amountB") { ($0.amountA, $0.amountB) }
  }

  struct RemoveLiquidityETH: Action {
    let token: Address
    let liquidity: UInt256
    let amountTokenMin: UInt256
    let amountETHMin: UInt256
    let to: Address
    let deadline: UInt256

    static let name = "removeLiquidityETH"
    static let summary = "Gives shares of the caller back for their part of a pool with STOS."
    static let price = Price(150_000)
    static let fields = ABIFields(
      Self.init, "token", "liquidity", "amountTokenMin", "amountETHMin", "to", "deadline"
    ) { ($0.token, $0.liquidity, $0.amountTokenMin, $0.amountETHMin, $0.to, $0.deadline) }
  }

  struct RemovedLiquidityETH: ABIRecord {
    let amountToken: UInt256
    let amountETH: UInt256

    static let fields = ABIFields(Self.init, "amountToken", "amountETH") {
      ($0.amountToken, $0.amountETH)
    }
  }
}
