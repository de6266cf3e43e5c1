import Chain

/// The contract at `…1006`: pools of two assets, swaps through them, and shares in them.
enum Exchange {
  static var address: Address { Address(protocol: 0x1006) }

  static let contract = Contract(
    "Exchange", "Constant-product pools and swaps, as Uniswap v2's factory and router.",
    actions: [
      CreatePair.self, AddLiquidity.self, AddLiquidityETH.self, RemoveLiquidity.self,
      RemoveLiquidityETH.self, SwapExactTokensForTokens.self, SwapTokensForExactTokens.self,
      SwapExactETHForTokens.self, SwapTokensForExactETH.self, SwapExactTokensForETH.self,
      SwapETHForExactTokens.self,
    ],
    queries: [
      Factory.self, WETH.self, GetPair.self, AllPairs.self, AllPairsLength.self, ListPairs.self,
      Quote.self, GetAmountOut.self, GetAmountIn.self, GetAmountsOut.self, GetAmountsIn.self,
    ],
    events: [PairCreated.self])
}
