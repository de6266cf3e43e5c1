import Chain
import Codec
import Cryptography
import State
import Storage
import TestSupport

/// Executed blocks that follow each other, drawn from a seed, and the states after them in memory.
struct SampleChain {
  static let network = Network(chainID: ChainID(20_480), genesisHash: .zero)
  static let accounts = Table(1, keySizeBytes: 20)
  static let counters = Table(2, keySizeBytes: 8)

  private var random: SplitMix64
  private(set) var blocks: [ExecutedBlock] = []
  /// The state after each block.
  private(set) var states: [InMemoryState] = []
  private let epochLength: UInt64
  private let accountCount: Int
  /// The keys of all senders.
  private static let secrets = [1, 2, 3].map { FixedBytes<32>(repeating: $0) }

  init(seed: UInt64 = 1, epochLength: UInt64 = 20, accountCount: Int = 300) {
    random = SplitMix64(seed: seed)
    self.epochLength = epochLength
    self.accountCount = accountCount
  }

  var height: Height { Height(UInt64(blocks.count)) }
  private var epoch: Epoch {
    height == .zero ? .zero : Epoch((height.units - 1) / epochLength + 1)
  }

  static func account(_ number: Int) -> StateKey {
    var random = SplitMix64(seed: UInt64(number))
    return accounts.key(random.address())
  }

  /// Adds blocks, each with some changes, transactions and logs.
  mutating func grow(
    by count: Int, changesPerBlock: Int = 12, valueSizeBytes: Int = 40
  ) throws {
    for _ in 0..<count {
      try addBlock(changing: changes(changesPerBlock, valueSizeBytes: valueSizeBytes))
    }
  }

  /// Adds blocks that remove accounts.
  mutating func grow(by count: Int, removing accountCount: Int) throws {
    for _ in 0..<count {
      var changes = ChangeSet()
      for number in 0...accountCount { changes.remove(Self.account(number)) }
      try addBlock(changing: changes)
    }
  }

  private mutating func addBlock(changing changes: ChangeSet) throws {
    let height = height
    let raws = try (0..<(height == .zero ? 0 : random.number(in: 0...3))).map { _ in
      try transaction()
    }
    let body = try Body(raws.map(\.raw))
    let isFirst = (height.units + epochLength - 1).isMultiple(of: epochLength)
    let header = Header(
      chainID: Self.network.chainID, epoch: epoch, height: height, view: View(height.units + 1),
      parentView: View(isFirst ? 0 : height.units), parentHash: blocks.last?.hash ?? .zero,
      time: Timestamp(height.units * 1_000), proposer: .zero, transactionsRoot: body.root,
      transactionCount: UInt32(raws.count), executedHeight: .zero, executedStateRoot: .zero,
      validatorSetHash: .zero, nextValidatorSetHash: .zero)
    let isClosing = height.units.isMultiple(of: epochLength)
    var state = states.last ?? InMemoryState()
    state.apply(changes)
    states.append(state)
    let isVoid = raws.count > 2
    blocks.append(
      ExecutedBlock(
        block: try Block(header: header, body: body), hash: header.hash,
        outcome: outcome(of: isVoid ? Array(raws.dropFirst()) : raws, voids: isVoid ? [0] : []),
        changes: changes,
        certificate: isClosing ? .arbitrary(from: &random) : nil,
        chosenSet: isClosing ? try ValidatorSet(.arbitrary(count: 1...3, from: &random)) : nil))
  }

  private mutating func changes(_ count: Int, valueSizeBytes: Int) -> ChangeSet {
    var changes = ChangeSet()
    for _ in 0..<count {
      let key = Self.account(random.number(in: 0...accountCount))
      if random.happens(oneIn: 5) {
        changes.remove(key)
      } else {
        changes.put(random.bytes(count: 1...valueSizeBytes), for: key)
      }
    }
    changes.put([1], for: Self.counters.key(height))
    return changes
  }

  private mutating func transaction() throws -> Transaction {
    let key = try PrivateKey(Self.secrets[random.number(in: 0...2)])
    let raw = UnsignedTransaction(
      chainID: Self.network.chainID, nonce: random.next() >> 1, maxPriorityFeePerGas: Wei(1),
      maxFeePerGas: Wei(2), gasLimit: Gas(21_000), recipient: random.address(), value: Wei(1)
    ).signed(by: key)
    return try Transaction(decoding: raw, for: Self.network.chainID)
  }

  private mutating func outcome(of transactions: [Transaction], voids: [UInt32]) -> BlockOutcome {
    let receipts = transactions.map { transaction in
      let log = Log(
        address: random.address(), topics: [random.digest(), random.digest()], data: [1, 2])
      return Receipt(
        transactionHash: transaction.hash, outcome: .succeeded([log]), gasUsed: Gas(21_000))
    }
    let system = Receipt(
      transactionHash: random.digest(), outcome: .succeeded([]), gasUsed: .zero)
    let senders = transactions.compactMap { try? Unverified($0).recovered().signer }
    return BlockOutcome(
      baseFee: Wei(gwei: 1), senders: senders, voids: voids, receipts: receipts + [system])
  }
}

extension Database {
  /// Commits blocks in the groups that a node would make of them.
  func commit(_ blocks: some Sequence<ExecutedBlock>, journal: JournalMark? = nil) throws {
    var queue = Array(blocks)
    while let group = CommitGroup(takingFrom: &queue, journal: journal) { try commit(group) }
  }
}
