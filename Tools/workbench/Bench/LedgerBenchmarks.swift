import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A million accounts, and signed transfers between some of them.
struct LedgerBenchmarks {
  static let names = ["ledger.transfer", "ledger.block"]

  private static let accountCount = 1_000_000
  private static let transferCount = 1_024
  /// How many of them a block has.
  private static let blockCount = 256

  private let state: InMemoryState
  private let transfers: [Recovered<Transaction>]
  private let block = BlockContext(
    chainID: ChainID(20_480), height: Height(1), epoch: Epoch(1), time: Timestamp(1_000),
    proposer: .zero)

  init() throws {
    var random = SplitMix64(seed: 1)
    var draft = GenesisDraft(validatorCount: 1)
    var accounts: [Genesis.Account] = []
    var transfers: [Recovered<Transaction>] = []
    var placed: UInt64 = 0
    for index in 0..<Self.accountCount {
      let isSender = index < Self.transferCount
      let balance: UInt64 = isSender ? 100 : 50
      var address = Address.arbitrary(from: &random)
      if isSender {
        let key = random.privateKey()
        address = Address(of: key.publicKey)
        transfers.append(try Self.transfer(by: key, to: random.address()))
      }
      accounts.append(Genesis.Account(address: address, balance: Wei(stos: balance)))
      placed += balance
    }
    let rest = Wei(stos: 59_000_000 - placed)
    accounts[Self.accountCount - 1] = Genesis.Account(
      address: accounts[Self.accountCount - 1].address, balance: try rest.adding(Wei(stos: 50)))
    draft.accounts = accounts
    var state = InMemoryState()
    state.apply(try InitialState.changes(for: try draft.validated()))
    self.state = state
    self.transfers = transfers
  }

  private static func transfer(
    by key: borrowing PrivateKey, to recipient: Address
  ) throws -> Recovered<Transaction> {
    let chain = ChainID(20_480)
    let raw = UnsignedTransaction(
      chainID: chain, nonce: 0, maxPriorityFeePerGas: Wei(gwei: 1), maxFeePerGas: Wei(gwei: 3),
      gasLimit: Gas(21_000), recipient: recipient, value: Wei(gwei: 1)
    ).signed(by: key)
    return try Unverified(try Transaction(decoding: raw, for: chain)).recovered()
  }

  /// Executes so many blocks, in turn, of transfers whose signatures are checked, receipts root
  /// included.
  private func execute(_ blocks: [[Recovered<Transaction>]], times: Int) {
    for index in 0..<times {
      let transfers = blocks[index % blocks.count]
      let result = Execution.execute(transfers, in: block, over: state)
      precondition(
        result.receipts.count == transfers.count, "every transfer of the benchmark is valid")
    }
  }

  /// A transfer within a block, and what a block costs that holds none.
  var benchmarks: [Benchmark] {
    let blocks = stride(from: 0, to: transfers.count, by: Self.blockCount).map {
      Array(transfers[$0..<$0 + Self.blockCount])
    }
    return [
      Benchmark(Self.names[0], size: Self.accountCount, batch: Self.blockCount) { times in
        execute(blocks, times: times)
      },
      Benchmark(Self.names[1], size: Self.accountCount) { times in execute([[]], times: times) },
    ]
  }
}
