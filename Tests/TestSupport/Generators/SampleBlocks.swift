package import Chain
import Codec
import Cryptography
package import State
package import Storage

/// Executed blocks that follow each other, drawn from a seed.
///
/// What a block holds follows from the seed and its height, so that whoever knows the hash of one
/// block can go on from there.
package struct SampleBlocks: Sendable {
  package static let network = Network(chainID: ChainID(20_480), genesisHash: .zero)
  package static let accounts = Table(1, keySizeBytes: 20)
  package static let counters = Table(2, keySizeBytes: 8)
  /// The keys of all senders.
  private static let secrets = [1, 2, 3].map { FixedBytes<32>(repeating: $0) }

  package private(set) var height = Height.zero
  private var parentHash = Digest.zero
  private let seed: UInt64
  private let epochLength: UInt64
  private let accountCount: Int
  private var random: SplitMix64

  /// Begins with genesis, or behind the last block of a database.
  package init(
    seed: UInt64, epochLength: UInt64 = 20, accountCount: Int = 300, after progress: Progress? = nil
  ) {
    self.seed = seed
    self.epochLength = epochLength
    self.accountCount = accountCount
    random = SplitMix64(seed: seed)
    guard let progress else { return }
    height = progress.height.next
    parentHash = progress.blockHash
  }

  private var epoch: Epoch {
    height == .zero ? .zero : Epoch((height.units - 1) / epochLength + 1)
  }

  package static func account(_ number: Int) -> StateKey {
    var random = SplitMix64(seed: UInt64(number))
    return accounts.key(random.address())
  }

  /// The next block, with some changes, transactions and logs.
  package mutating func next(
    changing range: ClosedRange<Int> = 12...12, valueSizeBytes: Int = 40
  ) throws -> ExecutedBlock {
    reseed()
    let raws = try transactions()
    let count = random.number(in: range)
    return try block(of: raws, changes: changes(count, valueSizeBytes: valueSizeBytes))
  }

  /// The next block, which removes every account.
  package mutating func nextEmptying() throws -> ExecutedBlock {
    reseed()
    var changes = ChangeSet()
    for number in 0...accountCount { changes.remove(Self.account(number)) }
    return try block(of: transactions(), changes: changes)
  }

  private mutating func reseed() {
    var seeds = SplitMix64(seed: seed)
    random = SplitMix64(seed: seeds.next() ^ height.units)
  }

  private mutating func transactions() throws -> [Transaction] {
    try (0..<(height == .zero ? 0 : random.number(in: 0...3))).map { _ in try transaction() }
  }

  private mutating func block(
    of raws: [Transaction], changes: ChangeSet
  ) throws -> ExecutedBlock {
    let body = try Body(raws.map(\.raw))
    let header = header(of: body)
    let isClosing = height.units.isMultiple(of: epochLength)
    let isVoid = raws.count > 2
    let block = ExecutedBlock(
      block: try Block(header: header, body: body), hash: header.hash,
      outcome: outcome(of: isVoid ? Array(raws.dropFirst()) : raws, voids: isVoid ? [0] : []),
      changes: changes,
      certificate: isClosing ? .arbitrary(from: &random) : nil,
      chosenSet: isClosing ? try ValidatorSet(.arbitrary(count: 1...3, from: &random)) : nil)
    parentHash = block.hash
    height = height.next
    return block
  }

  private func header(of body: Body) -> Header {
    let isFirst = (height.units + epochLength - 1).isMultiple(of: epochLength)
    return Header(
      chainID: Self.network.chainID, epoch: epoch, height: height, view: View(height.units + 1),
      parentView: View(isFirst ? 0 : height.units), parentHash: parentHash,
      time: Timestamp(height.units * 1_000), proposer: .zero, transactionsRoot: body.root,
      transactionCount: UInt32(body.transactions.count), executedHeight: .zero,
      executedStateRoot: .zero, validatorSetHash: .zero, nextValidatorSetHash: .zero)
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
