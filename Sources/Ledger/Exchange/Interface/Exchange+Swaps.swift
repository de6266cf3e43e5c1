import Chain
import Codec

/// A method that swaps along a path; the six differ in what is exact and where STOS comes in.
protocol SwapMethod: Action {
  var path: [Address] { get }
  var to: Address { get }
  var deadline: UInt256 { get }

  /// Where the path has STOS.
  var ends: Exchange.PathEnds { get }

  /// What is exact, and how far the other end may go.
  func terms(_ call: Call) -> Exchange.SwapTerms
}

extension SwapMethod {
  /// Each hop has a price.
  static var price: Price { Price(60_000, perItem: 40_000) }
  static var result: String { "amounts" }
  var itemCount: Int { max(0, path.count - 1) }
}

extension Exchange {
  struct SwapExactTokensForTokens: SwapMethod {
    let amountIn: UInt256
    let amountOutMin: UInt256
    let path: [Address]
    let to: Address
    let deadline: UInt256

    static let name = "swapExactTokensForTokens"
    static let summary = "Swaps exactly so many tokens of the caller."
    static let fields = ABIFields(
      Self.init, "amountIn", "amountOutMin", "path", "to", "deadline"
    ) { ($0.amountIn, $0.amountOutMin, $0.path, $0.to, $0.deadline) }
  }

  struct SwapTokensForExactTokens: SwapMethod {
    let amountOut: UInt256
    let amountInMax: UInt256
    let path: [Address]
    let to: Address
    let deadline: UInt256

    static let name = "swapTokensForExactTokens"
    static let summary = "Swaps as many tokens of the caller as it takes to get exactly so many."
    static let fields = ABIFields(
      Self.init, "amountOut", "amountInMax", "path", "to", "deadline"
    ) { ($0.amountOut, $0.amountInMax, $0.path, $0.to, $0.deadline) }
  }

  struct SwapExactETHForTokens: SwapMethod {
    let amountOutMin: UInt256
    let path: [Address]
    let to: Address
    let deadline: UInt256

    static let name = "swapExactETHForTokens"
    static let summary = "Swaps the STOS that are attached."
    static let isPayable = true
    static let fields = ABIFields(Self.init, "amountOutMin", "path", "to", "deadline") {
      ($0.amountOutMin, $0.path, $0.to, $0.deadline)
    }
  }

  struct SwapTokensForExactETH: SwapMethod {
    let amountOut: UInt256
    let amountInMax: UInt256
    let path: [Address]
    let to: Address
    let deadline: UInt256

    static let name = "swapTokensForExactETH"
    static let summary = "Swaps as many tokens of the caller as it takes for exactly so many wei."
    static let fields = ABIFields(
      Self.init, "amountOut", "amountInMax", "path", "to", "deadline"
    ) { ($0.amountOut, $0.amountInMax, $0.path, $0.to, $0.deadline) }
  }

  struct SwapExactTokensForETH: SwapMethod {
    let amountIn: UInt256
    let amountOutMin: UInt256
    let path: [Address]
    let to: Address
    let deadline: UInt256

    static let name = "swapExactTokensForETH"
    static let summary = "Swaps exactly so many tokens of the caller for STOS."
    static let fields = ABIFields(
      Self.init, "amountIn", "amountOutMin", "path", "to", "deadline"
    ) { ($0.amountIn, $0.amountOutMin, $0.path, $0.to, $0.deadline) }
  }

  struct SwapETHForExactTokens: SwapMethod {
    let amountOut: UInt256
    let path: [Address]
    let to: Address
    let deadline: UInt256

    static let name = "swapETHForExactTokens"
    static let summary = "Swaps as many of the attached STOS as it takes; the rest never moves."
    static let isPayable = true
    static let fields = ABIFields(Self.init, "amountOut", "path", "to", "deadline") {
      ($0.amountOut, $0.path, $0.to, $0.deadline)
    }
  }
}
