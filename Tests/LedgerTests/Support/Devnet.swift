import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A chain of blocks that are executed one after the other, without anybody voting.
struct Devnet {
  private(set) var state = InMemoryState()
  private(set) var height = Height(0)
  private(set) var time = Timestamp(1_700_000_000_000)
  private(set) var epoch = Epoch(1)

  /// Gives each of some accounts a million STOS, and the rest to somebody else.
  init(rich accounts: [Address]) throws {
    var draft = GenesisDraft(validatorCount: 1)
    let rest = Wei(stos: 59_000_000 - 1_000_000 * UInt64(accounts.count))
    draft.accounts =
      accounts.map { Genesis.Account(address: $0, balance: Wei(stos: 1_000_000)) }
      + [Genesis.Account(address: Address(protocol: 0x9999), balance: rest)]
    try self.init(draft)
  }

  init(_ draft: GenesisDraft) throws {
    state.apply(try InitialState.changes(for: try draft.validated()))
  }

  @discardableResult
  mutating func execute(
    _ transactions: [Recovered<Transaction>], duties: [Duty] = Duty.all,
    isClosing: Bool = false
  ) -> ExecutedBlock {
    height = height.next
    time = Timestamp(time.units + 1_000)
    let block = BlockContext(
      chainID: ChainID(20_480), height: height, epoch: epoch, time: time, proposer: .zero,
      isClosing: isClosing)
    let result = Execution.execute(transactions, in: block, over: state, duties: duties)
    state.apply(result.changes)
    if isClosing { epoch = epoch.next }
    return result
  }

  var books: Books { Books(over: state) }

  func wei(_ address: Address) -> UInt128 { books.account(address).balance.units }

  var baseFee: Wei { books[placed: Tables.baseFee] }

  /// All wei there are.
  func supply() throws -> UInt128 {
    try Self.supply(in: state)
  }

  static func supply(in state: InMemoryState) throws -> UInt128 {
    let table = Tables.accounts
    var sum: UInt128 = 0
    var lower = table.lower
    while let entry = state.firstEntry(from: lower, below: table.upper) {
      sum += try Account(canonicalBytes: entry.value.span).balance.units
      lower = entry.key.successor
    }
    return sum
  }
}
