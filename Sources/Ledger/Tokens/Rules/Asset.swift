import Chain
import Codec

/// What can be held, paid and swapped: STOS, or a token, known by the address where it answers.
enum Asset: Hashable {
  case stos
  case token(Address)

  var address: Address {
    switch self {
    case .stos: .stos
    case .token(let address): address
    }
  }
}

extension Books {
  /// The asset that answers at an address, if any does.
  func asset(at address: Address) -> Asset? {
    if address == .stos { return .stos }
    return self[Tables.tokens[address]] == nil ? nil : .token(address)
  }

  func balance(of holder: Address, in asset: Asset) -> TokenAmount {
    switch asset {
    case .stos: TokenAmount(account(holder).balance.units)
    case .token(let token): self[Tables.holdings[token, holder]] ?? .zero
    }
  }

  /// Moves an asset between any two holders and reports it; whoever calls this decides who may.
  mutating func move(
    _ amount: TokenAmount, of asset: Asset, from sender: Address, to recipient: Address
  ) throws(Refusal) {
    switch asset {
    case .stos:
      try transfer(from: sender, to: recipient, amount: Wei(amount.units))
    case .token(let token):
      let balance = balance(of: sender, in: asset)
      let rest = try Refusal.unless(
        balance.subtracting(amount),
        "transfer amount exceeds balance: \(sender) holds \(balance) of \(token), not \(amount)")
      setHolding(of: sender, in: token, to: rest)
      let held = self.balance(of: recipient, in: asset)
      setHolding(of: recipient, in: token, to: try Refusal.unless(held.adding(amount)))
    }
    reportMove(amount, of: asset, from: sender, to: recipient)
  }

  /// Creates units of a token, up to its cap.
  mutating func mint(
    _ amount: TokenAmount, of token: Address, to recipient: Address
  ) throws(Refusal) {
    guard var record = self[Tables.tokens[token]] else {
      throw Refusal("there is no token at \(token)")
    }
    guard let supply = try? record.supply.adding(amount), supply <= record.cap else {
      throw Refusal("the amount takes the supply of \(token) beyond its cap of \(record.cap)")
    }
    record.supply = supply
    self[Tables.tokens[token]] = record
    let held = balance(of: recipient, in: .token(token))
    setHolding(of: recipient, in: token, to: try Refusal.unless(held.adding(amount)))
    reportMove(amount, of: .token(token), from: .zero, to: recipient)
  }

  /// Takes units of a token out of the world.
  mutating func burn(
    _ amount: TokenAmount, of token: Address, from holder: Address
  ) throws(Refusal) {
    guard var record = self[Tables.tokens[token]] else {
      throw Refusal("there is no token at \(token)")
    }
    let balance = balance(of: holder, in: .token(token))
    let rest = try Refusal.unless(
      balance.subtracting(amount),
      "burn amount exceeds balance: \(holder) holds \(balance) of \(token), not \(amount)")
    setHolding(of: holder, in: token, to: rest)
    record.supply = try Refusal.unless(record.supply.subtracting(amount))
    self[Tables.tokens[token]] = record
    reportMove(amount, of: .token(token), from: holder, to: .zero)
  }

  private mutating func setHolding(
    of holder: Address, in token: Address, to amount: TokenAmount
  ) {
    self[Tables.holdings[token, holder]] = amount == .zero ? nil : amount
  }

  private mutating func reportMove(
    _ amount: TokenAmount, of asset: Asset, from sender: Address, to recipient: Address
  ) {
    let value = UInt256(amount.units)
    emit(ERC20.Transferred(from: sender, to: recipient, value: value), by: asset.address)
  }
}
