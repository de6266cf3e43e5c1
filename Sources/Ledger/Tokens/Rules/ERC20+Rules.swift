import Chain
import Codec

extension Books {
  /// The asset whose face was called.
  fileprivate func asset(of call: Call) throws(Refusal) -> Asset {
    guard let asset = asset(at: call.recipient) else {
      throw Refusal("there is no token at \(call.recipient)")
    }
    return asset
  }

  /// The record of the asset whose face was called; STOS has one that no table holds.
  fileprivate func record(of call: Call) throws(Refusal) -> Token {
    switch try asset(of: call) {
    case .stos:
      let supply = TokenAmount(Genesis.supply.units)
      return Token(
        name: "Tradewind STOS", symbol: "STOS", decimals: 18, issuer: .zero, cap: supply,
        supply: supply)
    case .token(let address):
      guard let token = self[Tables.tokens[address]] else {
        throw Refusal("there is no token at \(address)")
      }
      return token
    }
  }

  /// Moves units to somebody who asked for them or was chosen by their owner.
  fileprivate mutating func send(
    _ value: UInt256, of asset: Asset, from owner: Address, to recipient: Address
  ) throws(Refusal) -> Bool {
    try checkHolder(recipient)
    guard let amount = value.amount else {
      throw Refusal("transfer amount exceeds balance: nobody holds \(value)")
    }
    try move(amount, of: asset, from: owner, to: recipient)
    return true
  }

  fileprivate mutating func setAllowance(
    _ value: UInt256, of token: Address, from owner: Address, to spender: Address
  ) {
    #if PLANTED
      if LedgerBug.allowanceKept.isPlanted, self[Tables.allowances[token, owner, spender]] != nil {
        return emit(ERC20.Approval(owner: owner, spender: spender, value: value), by: token)
      }
    #endif
    self[Tables.allowances[token, owner, spender]] = value == .zero ? nil : value
    emit(ERC20.Approval(owner: owner, spender: spender, value: value), by: token)
  }
}

extension ERC20.Transfer {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Bool {
    try books.send(value, of: try books.asset(of: call), from: call.sender, to: to)
  }
}

extension ERC20.Approve {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Bool {
    guard case .token(let token) = try books.asset(of: call) else {
      throw Refusal("STOS cannot be approved: it moves only by its owner's own transactions")
    }
    books.setAllowance(value, of: token, from: call.sender, to: spender)
    return true
  }
}

extension ERC20.TransferFrom {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Bool {
    let asset = try books.asset(of: call)
    guard case .token(let token) = asset else {
      throw Refusal("STOS has no transferFrom: it moves only by its owner's own transactions")
    }
    let allowance = books[Tables.allowances[token, from, call.sender]] ?? .zero
    let (rest, isShort) = allowance.subtractingReportingOverflow(value)
    guard !isShort else {
      throw Refusal("insufficient allowance: \(call.sender) may move \(allowance), not \(value)")
    }
    if allowance != .max {
      books.setAllowance(rest, of: token, from: from, to: call.sender)
    }
    return try books.send(value, of: asset, from: from, to: to)
  }
}

extension ERC20.Name {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> String {
    try books.record(of: call).name
  }
}

extension ERC20.Symbol {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> String {
    try books.record(of: call).symbol
  }
}

extension ERC20.Decimals {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt8 {
    try books.record(of: call).decimals
  }
}

extension ERC20.TotalSupply {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    UInt256(try books.record(of: call).supply.units)
  }
}

extension ERC20.BalanceOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    UInt256(books.balance(of: owner, in: try books.asset(of: call)).units)
  }
}

extension ERC20.Allowance {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> UInt256 {
    books[Tables.allowances[call.recipient, owner, spender]] ?? .zero
  }
}
