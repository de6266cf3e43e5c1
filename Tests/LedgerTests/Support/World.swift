import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A small network without consensus: people with money, and calls of contracts one at a time.
struct World {
  static let exchange = Address(protocol: 0x1006)
  static let tokens = Address(protocol: 0x1007)
  static let never = UInt256.max

  let people: [Address]
  /// The state before the first call.
  let start: InMemoryState
  var books: Books
  /// How many calls each person made, as its transactions would be numbered.
  private var nonces: [UInt64]
  var time = Timestamp(1_700_000_000_000)
  var epoch = Epoch(1)
  private var view = View.zero

  /// Makes people with all the money; the first of them may operate the validators.
  init(
    people count: Int = 4, operators: [GenesisValidator]? = nil,
    parameters: ChainParameters = ChainParameters(), minedSTOS mined: UInt64 = 0, seed: UInt64 = 1
  ) throws {
    var random = SplitMix64(seed: seed)
    var people: [Address] = operators?.map(\.account) ?? []
    while people.count < count { people.append(.arbitrary(from: &random)) }
    var draft = GenesisDraft(validatorCount: 1, seed: seed)
    draft.parameters = parameters
    draft.mined = Wei(stos: mined)
    draft.miningReserve = try Genesis.minable.subtracting(draft.mined)
    let held = 59_000_000 + mined
    if let operators {
      // They have one million STOS at stake together, as the one validator of the draft.
      precondition(operators.map(\.stake.units).reduce(0, +) == Wei(stos: 1_000_000).units)
      draft.validators = operators
    }
    draft.accounts = people.map {
      Genesis.Account(address: $0, balance: Wei(stos: held / UInt64(count)))
    }
    let placed = held / UInt64(count) * UInt64(count)
    if placed < held {
      let rest = Wei(stos: held - placed)
      draft.accounts.append(Genesis.Account(address: .arbitrary(from: &random), balance: rest))
    }
    var state = InMemoryState()
    state.apply(try InitialState.changes(for: try draft.validated()))
    self.people = people
    start = state
    books = Books(over: state)
    nonces = Array(repeating: 0, count: count)
  }

  /// Goes on from what a chain has come to.
  init(
    people: [Address], over state: InMemoryState, at time: Timestamp, in epoch: Epoch, view: View
  ) {
    self.people = people
    start = state
    let books = Books(over: state)
    nonces = people.map { books.account($0).nonce }
    self.books = books
    self.time = time
    self.epoch = epoch
    self.view = view
  }

  var block: BlockContext { block(by: people[0], after: 0, isClosing: false) }

  private func block(by proposer: Address, after missed: UInt64, isClosing: Bool) -> BlockContext {
    BlockContext(
      chainID: ChainID(20_480), height: Height(1), epoch: epoch, time: time, proposer: proposer,
      view: View(view.units + missed + 1), parentView: view, isClosing: isClosing)
  }

  /// Does what the protocol does by itself at the end of a block, before which views were missed.
  mutating func endBlock(by proposer: Address, after missed: UInt64 = 0, isClosing: Bool = false) {
    let block = block(by: proposer, after: missed, isClosing: isClosing)
    for duty in Duty.all { duty.perform(block, &books) }
    view = isClosing ? .zero : block.view
    if isClosing { epoch = epoch.next }
  }

  /// Pays fees as transactions do.
  mutating func payFees(_ amount: UInt128, from person: Int) throws {
    try books.transfer(
      from: people[person], to: ModuleAccount.feePool.address, amount: Wei(amount))
  }

  /// All wei there are now.
  func supply() throws -> UInt128 {
    var state = start
    state.apply(books.changes)
    return try Devnet.supply(in: state)
  }

  /// Calls as a transaction would, and returns the encoded results or the refusal.
  mutating func call(
    _ recipient: Address, _ data: [UInt8], from person: Int, value: UInt128 = 0
  ) -> Result<[UInt8], Refusal> {
    let call = Call(
      sender: people[person], recipient: recipient, value: Wei(value), nonce: nonces[person],
      block: block)
    nonces[person] += 1
    return Result { () throws(Refusal) in try books.perform(call, data: data.span) }
  }

  /// Asks as `eth_call` would.
  func ask(_ recipient: Address, _ data: [UInt8], from person: Int = 0) -> Result<[UInt8], Refusal>
  {
    let call = Call(sender: people[person], recipient: recipient, block: block)
    return Result { () throws(Refusal) in try books.result(of: call, data: data.span) }
  }

  /// Asks for one number.
  func number(_ recipient: Address, _ data: [UInt8]) throws -> UInt256 {
    let bytes = try ask(recipient, data).get()
    return try ABI.decode(bytes.span, as: UInt256.self)
  }

  func wei(_ address: Address) -> UInt128 { books.account(address).balance.units }

  func holding(_ token: Address, of holder: Address) throws -> UInt256 {
    try number(token, calldata("balanceOf(address)", holder))
  }
}

extension UInt256 {
  /// Whole units of 18 decimals.
  static func ether(_ units: UInt64) -> UInt256 {
    UInt256(UInt128(units) * 1_000_000_000_000_000_000)
  }
}
