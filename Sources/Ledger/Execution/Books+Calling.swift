import Chain
import Codec

/// How a call arrives.
private enum CallMode {
  /// In a block: methods that only read would be paid for in vain and are refused.
  case transaction
  /// Outside of blocks, to see what a call would return.
  case question
}

extension Books {
  /// Does what a transaction with this calldata asks for, or nothing if it is refused.
  package mutating func perform(_ call: Call, data: Span<UInt8>) throws(Refusal) -> [UInt8] {
    try attempt { (books) throws(Refusal) in try books.answer(data, call, as: .transaction) }
  }

  /// Does what calldata asks for and returns the encoded results.
  private mutating func answer(
    _ data: Span<UInt8>, _ call: Call, as mode: CallMode
  ) throws(Refusal) -> [UInt8] {
    guard let contract = Contracts.answering(at: call.recipient, in: self) else {
      try pay(call.value, from: call.sender, to: call.recipient)
      return []
    }
    let method = try contract.requiredMethod(calledBy: data)
    guard mode == .question || method.mutability != .view else {
      throw Refusal("\(method.signature.name) only reads: ask for it with eth_call")
    }
    return try method.perform(arguments: data.extracting(4..<data.count), call, in: &self)
  }

  /// What a call would return now, for `eth_call`; nothing is changed.
  package func result(of call: Call, data: Span<UInt8>) throws(Refusal) -> [UInt8] {
    var books = self
    return try books.answer(data, call, as: .question)
  }

  /// Moves wei where somebody asked for; the protocol's own accounts, tokens and pools refuse it.
  mutating func pay(
    _ amount: Wei, from sender: Address, to recipient: Address
  ) throws(Refusal) {
    try checkPayable(recipient)
    try transfer(from: sender, to: recipient, amount: amount)
  }

  /// Refuses recipients that could never give anything back.
  func checkPayable(_ recipient: Address) throws(Refusal) {
    #if PLANTED
      if LedgerBug.donationTaken.isPlanted, recipient == ModuleAccount.feePool.address { return }
    #endif
    guard !recipient.isReserved else {
      throw Refusal("\(recipient) belongs to the protocol and takes no payments")
    }
    switch account(recipient).kind {
    case .keyed: break
    case .token: throw Refusal("\(recipient) is a token and takes no payments")
    case .pool: throw Refusal("\(recipient) is a pool and takes no payments: add liquidity instead")
    case .prepayContract:
      throw Refusal("\(recipient) is a prepay contract and takes no payments: fund it instead")
    }
  }

  /// Refuses holders of a token that could never give it back.
  func checkHolder(_ recipient: Address) throws(Refusal) {
    guard recipient != .zero else {
      throw Refusal("nobody can move again what the zero address holds")
    }
    try checkPayable(recipient)
  }
}
