import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// The close of an epoch with a hundred validators, and so many delegators.
///
/// It should not cost more the more of them there are.
struct CloseBenchmark {
  static let name = "ledger.close"

  private static let validatorCount = 100

  private let delegatorCount: Int
  private let state: InMemoryState
  private let closing: BlockContext

  init(delegatorCount: Int) throws {
    var random = SplitMix64(seed: 1)
    var draft = GenesisDraft(validatorCount: 0)
    draft.validators = (0..<Self.validatorCount).map { _ in
      GenesisValidator(
        account: random.address(), key: random.privateKey().publicKey, stake: Wei(stos: 10_000),
        commissionBasisPoints: 500, moniker: "", endpoint: "")
    }
    let delegators = (0..<delegatorCount).map { _ in Address.arbitrary(from: &random) }
    draft.accounts = delegators.map { Genesis.Account(address: $0, balance: Wei(stos: 10)) }
    draft.accounts.append(
      Genesis.Account(
        address: random.address(), balance: Wei(stos: 59_000_000 - 10 * UInt64(delegatorCount))))
    self.delegatorCount = delegatorCount
    var state = InMemoryState()
    state.apply(try InitialState.changes(for: try draft.validated()))
    let open = Self.block(isClosing: false)
    var books = Books(over: state)
    for (index, delegator) in delegators.enumerated() {
      let validator = draft.validators[index % Self.validatorCount].account
      let call = Call(
        sender: delegator, recipient: Address(protocol: 0x1001), value: Wei(stos: 5), block: open)
      _ = try books.perform(call, data: ABI.delegate(to: validator).span)
    }
    state.apply(books.changes)
    self.state = state
    closing = Self.block(isClosing: true)
  }

  private static func block(isClosing: Bool) -> BlockContext {
    BlockContext(
      chainID: ChainID(20_480), height: Height(1), epoch: Epoch(1), time: Timestamp(1_000),
      proposer: .zero, view: View(600), parentView: View(598), isClosing: isClosing)
  }

  var benchmark: Benchmark {
    Benchmark(Self.name, size: delegatorCount) { times in
      for _ in 0..<times {
        let result = Execution.execute([], in: closing, over: state)
        precondition(result.systemTransaction != nil, "a close leaves logs")
      }
    }
  }
}

extension ABI {
  /// A call of `delegate(address)`.
  fileprivate static func delegate(to validator: Address) -> [UInt8] {
    [0x5C, 0x19, 0xA9, 0x5C] + encode(validator)
  }
}
