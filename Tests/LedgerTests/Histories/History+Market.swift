import Chain
import Codec
import Ledger
import TestSupport

/// Calls about tokens and pools.
extension History {
  func newToken(by person: Int) -> PlannedCall {
    let supply = UInt256(1_000_000_000_000_000 as UInt64)
    return PlannedCall(
      sender: person, recipient: World.tokens,
      data: calldata(
        "createToken(string,string,uint8,uint256,uint256)", "Token", "T", 6 as UInt8, supply,
        UInt256(supply.low + 1_000_000)))
  }

  func newPool(_ left: Int, _ right: Int, by person: Int) -> PlannedCall {
    PlannedCall(
      sender: person, recipient: World.exchange,
      data: calldata(
        "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)",
        tokens[left], tokens[right], UInt256(900_000_000 as UInt64),
        UInt256(700_000_000 as UInt64), UInt256.zero, UInt256.zero, wallets[person].address,
        World.never))
  }

  func newPoolOfStos(_ token: Int, by person: Int) -> PlannedCall {
    PlannedCall(
      sender: person, recipient: World.exchange,
      data: calldata(
        "addLiquidityETH(address,uint256,uint256,uint256,address,uint256)", tokens[token],
        UInt256(500_000_000 as UInt64), UInt256.zero, UInt256.zero, wallets[person].address,
        World.never), value: 800_000_000)
  }

  /// Somebody, or something that cannot hold anything.
  mutating func anybody() -> Address {
    let odd = [.zero, World.exchange, .stos, ModuleAccount.feePool.address] + tokens + pools
    return switch random.number(in: 0...12) {
    case 0: odd[random.number(in: 0...odd.count - 1)]
    case 1: .arbitrary(from: &random)
    // Where the person's next token will be, if its next call creates one.
    default: wallets[random.number(in: 0...Self.peopleCount - 1)].address
    }
  }

  mutating func anyToken() -> Address {
    let all = tokens.prefix(4) + pools.prefix(4) + [.stos]
    return all[random.number(in: 0...all.count - 1)]
  }

  /// Mostly an amount that somebody has.
  mutating func amount() -> UInt256 {
    if random.happens(oneIn: 15) { return random.uint256() }
    return UInt256(random.unsigned(UInt128.self) % 30_000_000)
  }

  private mutating func deadline() -> UInt256 {
    random.happens(oneIn: 15) ? UInt256(time.units / 1_000 - 1) : World.never
  }

  mutating func tokenCall(by person: Int) -> PlannedCall {
    let token = random.happens(oneIn: 2) ? tokens[0] : anyToken()
    switch random.number(in: 0...5) {
    case 0:
      var call = newToken(by: person)
      // A supply beyond the cap.
      if random.happens(oneIn: 3) { call.data[4 + 3 * 32] = 1 }
      return call
    case 1:
      let number = random.number(in: 0...2)
      let units = random.happens(oneIn: 4) ? amount() : UInt256(amount().low % 50_000)
      let data = calldata("mint(address,address,uint256)", tokens[number], anybody(), units)
      let issuer = random.happens(oneIn: 4) ? person : number
      return PlannedCall(sender: issuer, recipient: World.tokens, data: data)
    case 2:
      let value = random.happens(oneIn: 4) ? UInt256.max : amount()
      let spender = random.happens(oneIn: 4) ? anybody() : wallets[person % 3 + 1].address
      let data = calldata("approve(address,uint256)", spender, value)
      return PlannedCall(sender: person % 3, recipient: token, data: data)
    case 3:
      let data = calldata(
        "transferFrom(address,address,uint256)", wallets[person % 3].address, anybody(), amount())
      return PlannedCall(sender: person % 3 + 1, recipient: token, data: data)
    default:
      let data = calldata("transfer(address,uint256)", anybody(), amount())
      // The first three have shares of the first three pools.
      guard random.happens(oneIn: 4) else {
        return PlannedCall(sender: person, recipient: token, data: data)
      }
      let number = random.number(in: 0...2)
      return PlannedCall(sender: number, recipient: pools[number], data: data)
    }
  }

  mutating func liquidityCall(by person: Int) -> PlannedCall {
    let pair = tokens.prefix(3).shuffled(using: &random)
    let (one, two, to, end) = (amount(), amount(), anybody(), deadline())
    let least = random.happens(oneIn: 6) ? amount() : .zero
    switch random.number(in: 0...6) {
    case 0:
      let data = calldata("createPair(address,address)", anyToken(), anyToken())
      return PlannedCall(sender: person, recipient: World.exchange, data: data)
    case 1:
      let data = calldata(
        "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)", pair[0],
        pair[1], one, two, least, least, to, end)
      return PlannedCall(sender: person, recipient: World.exchange, data: data)
    case 2:
      let data = calldata(
        "addLiquidityETH(address,uint256,uint256,uint256,address,uint256)", pair[0], one, least,
        least, to, end)
      return PlannedCall(
        sender: person, recipient: World.exchange, data: data, value: two.low % 1_000_000_000)
    case 3:
      let data = calldata(
        "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)", pair[0],
        pair[1], one, least, least, to, end)
      return PlannedCall(sender: random.number(in: 0...2), recipient: World.exchange, data: data)
    case 4:
      // Shares of the first pool, which the first person has.
      let data = calldata("approve(address,uint256)", wallets[1].address, one)
      return PlannedCall(sender: 0, recipient: pools[0], data: data)
    case 5:
      let data = calldata(
        "transferFrom(address,address,uint256)", wallets[0].address, to, two)
      return PlannedCall(sender: 1, recipient: pools[0], data: data)
    default:
      let data = calldata(
        "removeLiquidityETH(address,uint256,uint256,uint256,address,uint256)", tokens[2], one,
        least, least, to, end)
      return PlannedCall(sender: random.number(in: 1...3), recipient: World.exchange, data: data)
    }
  }

  /// A path between tokens, or to or from STOS: mostly from pool to pool.
  private mutating func path(from first: Address? = nil, to last: Address? = nil) -> [Address] {
    // The pools of the first blocks lie between neighbours, with STOS at the end.
    var line = Array(tokens.prefix(3))
    if random.happens(oneIn: 6) { line.shuffle(using: &random) }
    if let first { return [first] + line.reversed().prefix(random.number(in: 1...3)) }
    if let last { return line.suffix(random.number(in: 1...3)) + [last] }
    let path = Array(line.dropFirst(random.number(in: 0...1)))
    return random.happens(oneIn: 2) ? path : path.reversed()
  }

  mutating func swapCall(by person: Int) -> PlannedCall {
    let (one, to, end) = (amount(), anybody(), deadline())
    let least = random.happens(oneIn: 5) ? amount() : .zero
    let most = random.happens(oneIn: 5) ? amount() : UInt256.max
    let pay = random.unsigned(UInt128.self) % 30_000_000
    let (name, values, route, value): (String, [UInt256], [Address], UInt128) =
      switch random.number(in: 0...5) {
      case 0: ("swapExactTokensForTokens(uint256,uint256,", [one, least], path(), 0)
      case 1: ("swapTokensForExactTokens(uint256,uint256,", [one, most], path(), 0)
      case 2: ("swapExactETHForTokens(uint256,", [least], path(from: .stos), pay)
      case 3: ("swapTokensForExactETH(uint256,uint256,", [one, most], path(to: .stos), 0)
      case 4: ("swapExactTokensForETH(uint256,uint256,", [one, least], path(to: .stos), 0)
      default: ("swapETHForExactTokens(uint256,", [one], path(from: .stos), pay * 40)
      }
    let signature = name + "address[],address,uint256)"
    let data =
      values.count == 1
      ? calldata(signature, values[0], route, to, end)
      : calldata(signature, values[0], values[1], route, to, end)
    return PlannedCall(sender: person, recipient: World.exchange, data: data, value: value)
  }
}
