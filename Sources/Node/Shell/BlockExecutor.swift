import Chain
import Codec
import Cryptography
import Ledger
import Replica
import State
import Storage
import Synchronization

/// Executes final blocks, one after the other, on a thread of its own.
///
/// It does not wait for commits: what was executed and not committed lies on top of the database.
final class BlockExecutor: Sendable {
  /// A final block.
  struct Order: Sendable {
    let block: OrderedBlock
    let certificate: Certificate?
    let isClosing: Bool
  }

  private let lane: Lane<Order>

  init(network: Network, database: Database, inbox: Inbox) {
    let uncommitted = Mutex<[Storage.ExecutedBlock]>([])
    lane = Lane("execution") { orders in
      for order in orders {
        do throws(StorageError) {
          let (report, executed) = try uncommitted.withLock { blocks throws(StorageError) in
            try Self.execute(order, behind: &blocks, on: network, database)
          }
          inbox.put(.executed(report, executed))
        } catch {
          inbox.put(.failed(.storage(error)))
        }
      }
    }
  }

  func add(_ order: Order) { lane.add(order) }

  /// Leaves what was not begun: it is final, and is executed after the next start.
  func stop() { lane.stop(leavingRest: true) }

  private static func execute(
    _ order: Order, behind blocks: inout [Storage.ExecutedBlock], on network: Network,
    _ database: Database
  ) throws(StorageError) -> (ExecutionReport, Storage.ExecutedBlock) {
    // The snapshot may be of a later commit than the list begins behind: its blocks then come once
    // more on top, which changes nothing.
    let snapshot = try database.snapshot()
    if let committed = snapshot.progress?.height { blocks.removeAll { $0.height <= committed } }
    var changes = ChangeSet()
    for block in blocks { changes.append(block.changes) }
    let execution = BlockExecution(
      order.block, isClosing: order.isClosing, on: network,
      over: ChangedState(snapshot: snapshot, changes: changes))
    changes.append(execution.result.changes)
    let after = ChangedState(snapshot: snapshot, changes: changes)
    let executed = Storage.ExecutedBlock(order, execution.result, over: after)
    blocks.append(executed)
    return (execution.report(over: after), executed)
  }
}

extension Storage.ExecutedBlock {
  fileprivate init(
    _ order: BlockExecutor.Order, _ result: Ledger.ExecutedBlock, over view: any StateView
  ) {
    let voids = Set(result.voidIndices)
    let transactions = order.block.transactions
    let senders = transactions.indices.filter { !voids.contains($0) }
      .map { transactions[$0].signer }
    let epoch = order.block.header.epoch
    self.init(
      block: order.block.block, hash: order.block.hash,
      outcome: BlockOutcome(
        baseFee: order.block.baseFee, senders: senders, voids: result.voidIndices.map(UInt32.init),
        receipts: result.receipts),
      changes: result.changes, certificate: order.certificate,
      chosenSet: order.isClosing ? Books(over: view).validatorSet(of: epoch.next.next) : nil)
  }
}
