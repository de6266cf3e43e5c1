import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A small chain in which every contract has something to lose, for calls to be tried on.
///
/// Each trial has books of its own over the same state.
struct CalledWorld: Sendable {
  static let sample: CalledWorld = {
    do {
      return try CalledWorld()
    } catch {
      preconditionFailure("the calls that prepare the world are good: \(error)")
    }
  }()

  private let state: InMemoryState
  let people: [Address]
  /// What can be called, with the contract that answers there.
  let targets: [(address: Address, contract: Contract)]

  private static let exchange = Address(protocol: 0x1006)
  private static let tokens = Address(protocol: 0x1007)

  private init() throws {
    var random = SplitMix64(seed: 1)
    var draft = GenesisDraft(validatorCount: 5)
    let operators = draft.validators.map(\.account)
    let people = operators + [random.address(), random.address()]
    draft.accounts = people.map {
      Genesis.Account(address: $0, balance: Wei(stos: 55_000_000 / UInt64(people.count)))
    }
    let rest = 55_000_000 - 55_000_000 / UInt64(people.count) * UInt64(people.count)
    draft.accounts.append(Genesis.Account(address: random.address(), balance: Wei(stos: rest)))
    var state = InMemoryState()
    let genesis = try InitialState.changes(for: try draft.validated())
    state.apply(genesis)
    var books = Books(over: state)
    var found: [Address] = []
    for nonce in 0..<2 as Range<UInt64> {
      let data = Self.call(
        "createToken(string,string,uint8,uint256,uint256)", "T", "T", 6 as UInt8,
        UInt256(UInt64.max), UInt256(UInt128.max))
      let call = Call(
        sender: people[0], recipient: Self.tokens, nonce: nonce, block: Self.block())
      let answer = try books.perform(call, data: data.span)
      found.append(try ABI.decode(answer.span, as: Address.self))
    }
    let amount = UInt256(1_000_000_000 as UInt64)
    let add = Self.call(
      "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)", found[0],
      found[1], amount, amount, UInt256.zero, UInt256.zero, people[0], UInt256.max)
    let call = Call(sender: people[0], recipient: Self.exchange, block: Self.block())
    _ = try books.perform(call, data: add.span)
    let ask = Self.call("getPair(address,address)", found[0], found[1])
    let answer = try books.result(of: call, data: ask.span)
    let pool = try ABI.decode(answer.span, as: Address.self)
    state.apply(books.changes)
    self.state = state
    self.people = people
    targets =
      Contracts.placed.map { ($0.address, $0.contract) }
      + found.map { ($0, Contracts.faces[0]) } + [(pool, Contracts.faces[1])]
  }

  /// Books to try calls in.
  var books: Books { Books(over: state) }

  static func block(epoch: UInt64 = 1, isClosing: Bool = false) -> BlockContext {
    BlockContext(
      chainID: ChainID(20_480), height: Height(1), epoch: Epoch(epoch),
      time: Timestamp(1_700_000_000_000), proposer: .zero, isClosing: isClosing)
  }

  private static func call<each Value: ABIValue>(
    _ signature: String, _ values: repeat each Value
  ) -> [UInt8] {
    Keccak256.hash(signature).bytes.array[..<4] + ABI.encode(repeat each values)
  }
}
