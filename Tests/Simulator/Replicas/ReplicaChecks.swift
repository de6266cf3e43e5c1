import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State

/// Everything that must hold in a world of whole replicas, whatever goes wrong in it.
final class ReplicaChecks {
  /// What was found wrong; the first complaint ends a world.
  private(set) var complaints: [String] = []
  private let dishonest: Set<Int>
  /// What the first node to execute a height came to.
  private var chain: [UInt64: (block: Digest, root: Digest)] = [:]
  private var heightsByTransaction: [Digest: UInt64] = [:]
  private var noncesBySender: [Address: Set<UInt64>] = [:]
  private var supply: UInt128?
  /// The sets of the epochs that began.
  private(set) var sets: [UInt64: ValidatorSet] = [:]
  private(set) var highest = Height(0)
  private(set) var accusationCount = 0

  init(dishonest: Set<Int>) {
    self.dishonest = dishonest
  }

  func fail(_ complaint: String) { complaints.append(complaint) }

  // MARK: Agreement

  func executed(
    _ execution: BlockExecution, root: Digest, state: InMemoryState, by node: Int
  ) {
    let height = execution.block.header.height
    let hash = execution.block.hash
    if let known = chain[height.units] {
      if known.block != hash { fail("node \(node) has another block at height \(height)") }
      if known.root != root { fail("node \(node) has another state at height \(height)") }
      return
    }
    chain[height.units] = (hash, root)
    highest = max(highest, height)
    countTransactions(of: execution, at: height)
    checkSupply(in: state, at: height)
  }

  private func countTransactions(of execution: BlockExecution, at height: Height) {
    let void = Set(execution.result.voidIndices)
    for (index, transaction) in execution.block.transactions.enumerated()
    where !void.contains(index) {
      let message = transaction.message
      if let other = heightsByTransaction.updateValue(height.units, forKey: message.hash) {
        fail("transaction \(message.hash) is executed at heights \(other) and \(height)")
      }
      let isNew = noncesBySender[transaction.signer, default: []].insert(message.nonce).inserted
      if !isNew { fail("nonce \(message.nonce) of \(transaction.signer) is used twice") }
    }
  }

  /// No wei are made and none are lost.
  private func checkSupply(in state: InMemoryState, at height: Height) {
    var sum: UInt128 = 0
    var lower = Tables.accounts.lower
    while let entry = state.firstEntry(from: lower, below: Tables.accounts.upper) {
      guard let account = try? Account(canonicalBytes: entry.value.span) else {
        return fail("an account cannot be read at height \(height)")
      }
      sum += account.balance.units
      lower = entry.key.successor
    }
    if let supply, supply != sum { fail("there are \(sum) wei at height \(height), not \(supply)") }
    supply = sum
  }

  // MARK: Epochs

  func began(_ plan: EpochPlan, by node: Int) {
    if let known = sets[plan.epoch.units], known != plan.set {
      fail("node \(node) has another set in epoch \(plan.epoch)")
    }
    sets[plan.epoch.units] = plan.set
  }

  // MARK: Conduct

  func halted(_ node: Int, _ reason: String) {
    if !dishonest.contains(node) { fail("node \(node) stops: \(reason)") }
  }

  func left(_ peer: Int, by node: Int, because reason: String) {
    if !dishonest.contains(peer), !dishonest.contains(node) {
      fail("node \(node) leaves node \(peer), which did nothing wrong: \(reason)")
    }
  }

  func distrusted(by node: Int) {
    if !dishonest.contains(node) { fail("node \(node) no longer trusts its journal") }
  }

  func accused(_ evidence: Evidence) { accusationCount += 1 }

  /// Whatever is thrown at a node, it keeps no more than so much.
  func remembers(_ footprint: ReplicaFootprint, by node: Int, _ settings: ReplicaSettings) {
    let isBounded =
      footprint.blocks <= 512 && footprint.wantedBlocks <= ReplicaLimits.openBodiesMax
      && footprint.finals <= 2 * ReplicaLimits.executionQueueMax + Int(ReplicaLimits.rangeSpan)
      && footprint.ranges <= ReplicaLimits.rangesMax + 1 && footprint.states <= 512
      && footprint.certificateChecks <= 512
      && footprint.poolSizeBytes <= settings.mempool.sizeBytesMax
    if !isBounded { fail("node \(node) keeps too much: \(footprint)") }
  }

  /// What a client was told is on its way was executed, waits, or was overtaken by another
  /// transaction of the same number.
  func keeps(
    _ transaction: Recovered<Transaction>, in pool: Mempool, of node: Int
  ) {
    let message = transaction.message
    let isDone = noncesBySender[transaction.signer]?.contains(message.nonce) ?? false
    if !isDone, !pool.contains(message.hash),
      !pool.transactions(of: transaction.signer).contains(where: {
        $0.transaction.message.nonce == message.nonce
      })
    {
      fail("node \(node) lost transaction \(message.hash), which it had taken")
    }
  }
}
