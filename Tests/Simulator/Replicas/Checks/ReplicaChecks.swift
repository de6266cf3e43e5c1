import Chain
import Codec
import Consensus
import Cryptography
import Ledger
import Replica
import State

/// Everything that must hold in a world of whole replicas, whatever goes wrong in it.
final class ReplicaChecks {
  /// What the first node to execute a height came to.
  private struct Agreed {
    let block: Digest
    let receiptsRoot: Digest
    /// Of the state after it, as soon as anybody has computed that.
    var root: Digest?
  }

  /// What was found wrong; the first complaint ends a world.
  private(set) var complaints: [String] = []
  private let dishonest: Set<Int>
  /// Nodes that may lose their disks.
  private let fragile: Set<Int>
  private var chain: [UInt64: Agreed] = [:]
  private var heightsByTransaction: [Digest: UInt64] = [:]
  private var noncesBySender: [Address: Set<UInt64>] = [:]
  private var supply: UInt128?
  private var oracle: SignatureOracle
  /// The sets of the epochs that began.
  private(set) var sets: [UInt64: ValidatorSet] = [:]
  private(set) var highest = Height(0)
  private(set) var methods = MethodTally()
  /// How far each node has executed in its life, and how far it had committed before.
  private var executedHeights: [Int: Height] = [:]
  private var committedHeights: [Int: Height] = [:]

  init(dishonest: Set<Int>, fragile: Set<Int>, keys: [PublicKey], network: Network) {
    self.dishonest = dishonest
    self.fragile = fragile
    oracle = SignatureOracle(keys: keys, adversaries: dishonest, network: network)
  }

  func fail(_ complaint: String) { complaints.append(complaint) }

  // MARK: Agreement

  /// A node begins a life behind the last block it has committed.
  func started(_ node: Int, behind tip: Header, root: Digest) {
    if let before = committedHeights[node], tip.height < before {
      fail("node \(node) had committed height \(before), and starts behind \(tip.height)")
    }
    executedHeights[node] = tip.height
    guard tip.height > Height(0) else { return }
    if chain[tip.height.units]?.block != tip.hash {
      fail("node \(node) starts behind a block at height \(tip.height) that is not the chain's")
    }
    compare(root, at: tip.height, of: node)
  }

  func executed(_ executed: ExecutedReplicaBlock, view: any StateView, by node: Int) {
    let (execution, height) = (executed.execution, executed.header.height)
    if let before = executedHeights[node], height != before.next {
      fail("node \(node) executes height \(height) after height \(before)")
    }
    executedHeights[node] = height
    let hash = execution.block.hash
    let receiptsRoot = execution.result.receiptsRoot.root
    if let known = chain[height.units] {
      if known.block != hash { fail("node \(node) has another block at height \(height)") }
      if known.receiptsRoot != receiptsRoot {
        fail("node \(node) has other receipts at height \(height)")
      }
    } else {
      chain[height.units] = Agreed(block: hash, receiptsRoot: receiptsRoot, root: nil)
      highest = max(highest, height)
      countTransactions(of: execution, at: height, in: view)
      checkSupply(in: view, at: height)
    }
    if let state = executed.state { compare(state.root, at: height, of: node) }
  }

  func committed(_ header: Header, root: Digest, by node: Int) {
    if let before = committedHeights[node], header.height <= before {
      fail("node \(node) commits height \(header.height) after height \(before)")
    }
    committedHeights[node] = header.height
    guard let known = chain[header.height.units] else {
      return fail("node \(node) commits height \(header.height), which nobody has executed")
    }
    if known.block != header.hash {
      fail("node \(node) commits another block at height \(header.height)")
    }
    compare(root, at: header.height, of: node)
  }

  private func compare(_ root: Digest, at height: Height, of node: Int) {
    guard let known = chain[height.units]?.root else {
      chain[height.units]?.root = root
      return
    }
    if known != root { fail("node \(node) has another state at height \(height)") }
  }

  private func countTransactions(
    of execution: BlockExecution, at height: Height, in view: any StateView
  ) {
    let void = Set(execution.result.voidIndices)
    let books = Books(over: view)
    var receipts = execution.result.receipts[...]
    for (index, transaction) in execution.block.transactions.enumerated()
    where !void.contains(index) {
      let message = transaction.message
      if let receipt = receipts.popFirst() { methods.count(message, receipt, in: books) }
      if let other = heightsByTransaction.updateValue(height.units, forKey: message.hash) {
        fail("transaction \(message.hash) is executed at heights \(other) and \(height)")
      }
      let isNew = noncesBySender[transaction.signer, default: []].insert(message.nonce).inserted
      if !isNew { fail("nonce \(message.nonce) of \(transaction.signer) is used twice") }
    }
    // Honest proposers include nothing that cannot be executed.
    if !void.isEmpty, dishonest.isEmpty {
      fail("the block at height \(height) holds \(void.count) void transactions")
    }
  }

  /// No wei are made and none are lost.
  private func checkSupply(in state: any StateView, at height: Height) {
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
    oracle.began(plan.epoch, by: node)
  }

  // MARK: Signatures

  /// A vote of a node is durable: from now on anybody may see it.
  func visible(_ vote: Vote, of node: Int) {
    guard !dishonest.contains(node) else { return }
    complaints += oracle.visible(vote.statement, of: node)
  }

  /// A vote of a node leaves it.
  func sent(_ vote: Vote, by node: Int) {
    guard !dishonest.contains(node) else { return }
    complaints += oracle.sent(vote.statement, by: node)
  }

  func accused(_ evidence: Evidence, by node: Int) {
    guard !dishonest.contains(node) else { return }
    complaints += oracle.accused(evidence, by: node)
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
    oracle.noticed(node)
    if !dishonest.contains(node), !fragile.contains(node) {
      fail("node \(node) no longer trusts its journal")
    }
  }

  /// Everything a node had is gone, and it cannot go back behind what it had any more.
  func lostDisk(_ node: Int) { committedHeights[node] = nil }

  /// A node's home is as it was some time ago.
  func restored(_ node: Int) {
    committedHeights[node] = nil
    oracle.restored(node)
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
