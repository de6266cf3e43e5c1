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
    let rich = random.address()
    draft.accounts = [Genesis.Account(address: rich, balance: Wei(stos: 59_000_000))]
    self.delegatorCount = delegatorCount
    var state = InMemoryState()
    state.apply(try InitialState.changes(for: try draft.validated()))
    let share = delegatorCount / Self.validatorCount
    for validator in draft.validators.map(\.account) {
      var books = Books(over: state)
      let call = Call(
        sender: rich, recipient: Self.staking, value: Wei(Self.stake.units * UInt128(share)),
        block: Self.block(isClosing: false))
      _ = try books.perform(call, data: calldata("delegate(address)", validator).span)
      _ = books.settle()
      state.apply(books.changes)
      let delegators = (0..<share).map { _ in random.address() }
      state.apply(Self.split(validator, of: rich, between: delegators))
      try Self.check(delegators, of: validator, in: state)
    }
    self.state = state
    closing = Self.block(isClosing: true)
  }

  private static let staking = Address(protocol: 0x1001)
  private static let stake = Wei(stos: 5)

  /// Gives each of many the same part of a delegation, as delegating one by one would have.
  private static func split(
    _ validator: Address, of rich: Address, between delegators: [Address]
  ) -> ChangeSet {
    var records = PlacedRecords()
    for delegator in delegators + [rich] {
      records.put(13, validator, delegator) { record in
        record.write(delegator == rich ? 0 as UInt128 : stake.units)
        record.writeCount(0)
        record.write(UInt256.zero)
        record.write(Wei.zero)
      }
    }
    for delegator in delegators {
      records.put(14, delegator, 0 as UInt64) { $0.write(validator) }
      records.put(15, delegator) { $0.write(1 as UInt64) }
    }
    return records.changes
  }

  /// Whether the ledger knows the delegations that were placed.
  private static func check(
    _ delegators: [Address], of validator: Address, in state: InMemoryState
  ) throws {
    let books = Books(over: state)
    for delegator in [delegators.first, delegators.last].compactMap(\.self) {
      let call = Call(sender: delegator, recipient: staking, block: block(isClosing: false))
      let answer = try books.result(
        of: call, data: calldata("delegation(address,address)", validator, delegator).span)
      precondition(
        answer
          == ABI.encode(
            validator, UInt256(stake.units), UInt256(stake.units), UInt256(stake.units),
            UInt256.zero), "the ledger reads the delegations that were placed")
    }
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
