import Chain
import Codec
import TestSupport

extension World {
  /// Creates a token of a supply that its creator holds.
  mutating func createToken(
    _ symbol: String, supply: UInt256 = .ether(1_000_000), by person: Int = 0
  ) throws -> Address {
    let data = calldata(
      "createToken(string,string,uint8,uint256,uint256)", "Token \(symbol)", symbol, 18 as UInt8,
      supply, supply)
    let bytes = try call(Self.tokens, data, from: person).get()
    return try ABI.decode(bytes.span, as: Address.self)
  }

  mutating func give(
    _ amount: UInt256, of token: Address, from person: Int, to recipient: Address
  ) throws {
    _ = try call(
      token, calldata("transfer(address,uint256)", recipient, amount), from: person
    ).get()
  }

  /// Adds liquidity of two tokens, as much of both as is given.
  mutating func addLiquidity(
    _ tokenA: Address, _ amountA: UInt256, _ tokenB: Address, _ amountB: UInt256,
    by person: Int = 0
  ) throws -> UInt256 {
    let data = calldata(
      "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)",
      tokenA, tokenB, amountA, amountB, UInt256.zero, UInt256.zero, people[person], Self.never)
    let bytes = try call(Self.exchange, data, from: person).get()
    return try ABI.decode(bytes.span, as: UInt256.self, UInt256.self, UInt256.self).2
  }

  /// Adds liquidity of STOS and a token.
  mutating func addLiquidity(
    stos: UInt128, _ token: Address, _ amount: UInt256, by person: Int = 0
  ) throws -> UInt256 {
    let data = calldata(
      "addLiquidityETH(address,uint256,uint256,uint256,address,uint256)",
      token, amount, UInt256.zero, UInt256.zero, people[person], Self.never)
    let bytes = try call(Self.exchange, data, from: person, value: stos).get()
    return try ABI.decode(bytes.span, as: UInt256.self, UInt256.self, UInt256.self).2
  }

  func pool(_ assetA: Address, _ assetB: Address) throws -> Address {
    let bytes = try ask(
      Self.exchange, calldata("getPair(address,address)", assetA, assetB)
    ).get()
    return try ABI.decode(bytes.span, as: Address.self)
  }

  func reserves(_ pool: Address) throws -> (UInt112, UInt112, UInt32) {
    let bytes = try ask(pool, calldata("getReserves()")).get()
    return try ABI.decode(bytes.span, as: UInt112.self, UInt112.self, UInt32.self)
  }

  func amountsOut(_ amountIn: UInt256, _ path: [Address]) throws -> [UInt256] {
    let data = calldata("getAmountsOut(uint256,address[])", amountIn, path)
    let bytes = try ask(Self.exchange, data).get()
    return try ABI.decode(bytes.span, as: [UInt256].self)
  }

  /// Swaps exactly so many tokens and returns what came out.
  mutating func swap(
    _ amountIn: UInt256, _ path: [Address], by person: Int = 0
  ) throws -> [UInt256] {
    let data = calldata(
      "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)",
      amountIn, UInt256.zero, path, people[person], Self.never)
    let bytes = try call(Self.exchange, data, from: person).get()
    return try ABI.decode(bytes.span, as: [UInt256].self)
  }
}
