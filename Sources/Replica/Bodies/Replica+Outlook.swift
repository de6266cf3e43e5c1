import Chain
import Consensus
import Cryptography
import Ledger

/// Whether there is something to propose.
extension Replica {
  /// Tells the engine when it begins or ceases to hold transactions that a block could take.
  mutating func tellWhetherTransactionsWait(at now: Moment) {
    let waits = transactionsWait()
    guard waits != toldThatTransactionsWait else { return }
    toldThatTransactionsWait = waits
    tell(.transactionsWait(waits), at: now)
  }

  private mutating func transactionsWait() -> Bool {
    let basis = Outlook.Basis(parent: expectedParent, root: tree.root.hash)
    defer { outlook.admitted.removeAll(keepingCapacity: true) }
    if basis == outlook.basis, outlook.waits || outlook.admitted.isEmpty { return outlook.waits }
    guard let rules = tree.rules(on: basis.parent, in: engine.plan.epoch),
      let branch = tree.branch(to: basis.parent)
    else { return false }
    let room = Mempool.Room(of: rules)
    let spending = branch.map(\.spending)
    if basis == outlook.basis {
      outlook.waits = outlook.admitted.contains {
        pool.hasSelection(for: room, after: spending, of: $0)
      }
    } else {
      outlook.basis = basis
      outlook.waits = pool.hasSelection(for: room, after: spending)
    }
    return outlook.waits
  }

  /// The block on which the next is expected: the last one ordered here, unless its view is over
  /// without it.
  private var expectedParent: Digest {
    if let block = tree[lastOrdered], !engine.isNullified(block.header.view) { return lastOrdered }
    let certified = engine.newestCertified
    return tree.height(of: certified) == nil ? tree.root.hash : certified
  }

  /// Lets the next turn look through the pool again.
  mutating func forgetOutlook() { outlook.basis = nil }
}
