import Chain
import Codec
import Ledger
import TestSupport

/// Tokens, pools and swaps.
extension Crowd {
  func tokens(seeing sight: Sight) -> [Address] {
    sight.ask(Self.tokens, calldata("tokens(uint256,uint16)", UInt256.zero, 1_000 as UInt16))?
      .addresses ?? []
  }

  func pools(seeing sight: Sight) -> [Address] {
    sight.ask(Self.exchange, calldata("pairs(uint256,uint16)", UInt256.zero, 1_000 as UInt16))?
      .addresses ?? []
  }

  private func holding(_ asset: Address, of holder: Address, seeing sight: Sight) -> UInt128 {
    sight.ask(asset, calldata("balanceOf(address)", holder))?.number(0) ?? 0
  }

  // MARK: Tokens

  func token(seeing sight: Sight) -> CallDraft? {
    let tokens = tokens(seeing: sight)
    switch random.number(in: 0...5) {
    case 0: return newToken()
    case 1:
      guard let token = tokens.first else { return nil }
      // The first token is the first client's.
      return CallDraft(
        sender: random.happens(oneIn: 4) ? client : clients[0], recipient: Self.tokens,
        data: calldata(
          "mint(address,address,uint256)", token, client, UInt256(1_000 as UInt64)))
    default:
      let assets = [tokens, pools(seeing: sight), [Address.stos]][random.number(in: 0...2)]
      return any(of: assets).map { move($0, seeing: sight) }
    }
  }

  private func newToken() -> CallDraft {
    let letters = (0..<4).map { _ in Character(UnicodeScalar(UInt8(random.number(in: 65...90)))) }
    return CallDraft(
      sender: client, recipient: Self.tokens,
      data: calldata(
        "createToken(string,string,uint8,uint256,uint256)", "A token", String(letters), 6 as UInt8,
        UInt256(1_000_000_000 as UInt64), UInt256(2_000_000_000 as UInt64)))
  }

  /// Tokens, shares of pools and STOS have one face.
  private func move(_ asset: Address, seeing sight: Sight) -> CallDraft {
    // Shares are the first client's at first.
    let sender = random.happens(oneIn: 2) ? clients[0] : client
    let amount = UInt256(UInt64(random.number(in: 1...1_000)))
    let data: [UInt8]
    switch random.number(in: 0...2) {
    case 0: data = calldata("transfer(address,uint256)", client, amount)
    case 1:
      data = calldata("approve(address,uint256)", client, UInt256(1_000_000 as UInt64))
    default:
      for owner in clients {
        let question = calldata("allowance(address,address)", owner, sender)
        guard let allowed = sight.ask(asset, question)?.number(0), allowed > 0 else { continue }
        return CallDraft(
          sender: sender, recipient: asset,
          data: calldata("transferFrom(address,address,uint256)", owner, client, amount))
      }
      data = calldata("approve(address,uint256)", client, UInt256(1_000_000 as UInt64))
    }
    return CallDraft(sender: sender, recipient: asset, data: data)
  }

  // MARK: Exchange

  private func exchange(_ sender: Address, _ data: [UInt8], value: UInt128 = 0) -> CallDraft {
    CallDraft(sender: sender, recipient: Self.exchange, value: value, data: data)
  }

  func trade(seeing sight: Sight) -> CallDraft? {
    let tokens = tokens(seeing: sight)
    guard tokens.count >= 2 else { return newToken() }
    let (one, two, sender, end) = (tokens[0], tokens[1], client, UInt256.max)
    let amount = UInt256(UInt64(random.number(in: 1_000...100_000)))
    switch random.number(in: 0...6) {
    case 0:
      let other = random.happens(oneIn: 3) ? Address.stos : tokens[random.number(in: 0...1)]
      guard let token = any(of: tokens), token != other else { return newToken() }
      return exchange(sender, calldata("createPair(address,address)", token, other))
    case 1:
      let data = calldata(
        "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)", one, two,
        amount, amount, UInt256.zero, UInt256.zero, sender, end)
      return exchange(sender, data)
    case 2:
      let data = calldata(
        "addLiquidityETH(address,uint256,uint256,uint256,address,uint256)", one, amount,
        UInt256.zero, UInt256.zero, sender, end)
      return exchange(sender, data, value: wei(upToMilliSTOS: 100))
    case 3: return removeLiquidity(one, two, seeing: sight)
    default: return swap(one, two, amount, by: sender)
    }
  }

  /// Gives back some of the shares that somebody has, or gets them first.
  private func removeLiquidity(
    _ one: Address, _ two: Address, seeing sight: Sight
  ) -> CallDraft? {
    let sender = random.happens(oneIn: 2) ? clients[0] : client
    func shares(_ left: Address, _ right: Address) -> UInt128 {
      let question = calldata("getPair(address,address)", left, right)
      guard let pool = sight.ask(Self.exchange, question)?.address(0), pool != .zero else {
        return 0
      }
      return holding(pool, of: sender, seeing: sight)
    }
    let end = UInt256.max
    if random.happens(oneIn: 2) {
      let data = calldata(
        "removeLiquidityETH(address,uint256,uint256,uint256,address,uint256)", one,
        UInt256(max(shares(one, .stos) / 100, 1)), UInt256.zero, UInt256.zero, sender, end)
      return exchange(sender, data)
    }
    let held = shares(one, two)
    guard held > 0 else {
      let amount = UInt256(10_000_000 as UInt64)
      let data = calldata(
        "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)", one, two,
        amount, amount, UInt256.zero, UInt256.zero, sender, end)
      return exchange(sender, data)
    }
    let data = calldata(
      "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)", one, two,
      UInt256(max(held / 10, 1)), UInt256.zero, UInt256.zero, sender, end)
    return exchange(sender, data)
  }

  private func swap(
    _ one: Address, _ two: Address, _ amount: UInt256, by sender: Address
  ) -> CallDraft {
    let end = UInt256.max
    let through = [one, Address.stos, two]
    let few = UInt256(UInt64(random.number(in: 1...1_000)))
    switch random.number(in: 0...5) {
    case 0:
      let data = calldata(
        "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)", amount,
        UInt256.zero, through, client, end)
      return exchange(sender, data)
    case 1:
      let data = calldata(
        "swapTokensForExactTokens(uint256,uint256,address[],address,uint256)", few, UInt256.max,
        through, client, end)
      return exchange(sender, data)
    case 2:
      let data = calldata(
        "swapExactETHForTokens(uint256,address[],address,uint256)", UInt256.zero,
        [Address.stos, one], client, end)
      return exchange(sender, data, value: wei(upToMilliSTOS: 100))
    case 3:
      let data = calldata(
        "swapTokensForExactETH(uint256,uint256,address[],address,uint256)", few, UInt256.max,
        [two, Address.stos], client, end)
      return exchange(sender, data)
    case 4:
      let data = calldata(
        "swapExactTokensForETH(uint256,uint256,address[],address,uint256)", amount, UInt256.zero,
        [one, Address.stos], client, end)
      return exchange(sender, data)
    default:
      let data = calldata(
        "swapETHForExactTokens(uint256,address[],address,uint256)", few, [Address.stos, two],
        client, end)
      return exchange(sender, data, value: wei(upToMilliSTOS: 1_000))
    }
  }
}
