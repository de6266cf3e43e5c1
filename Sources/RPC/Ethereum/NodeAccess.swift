package import Chain
package import Cryptography
package import Storage

/// What methods need of the node they answer for.
package struct NodeAccess: Sendable {
  /// What became of a transaction that was handed in.
  package enum Submission: Sendable {
    case taken
    /// In words by which wallets tell reasons apart.
    case refused(String)
    /// The node is too busy, or is about to end.
    case unanswered
  }

  /// How a node is doing.
  package struct Status: Sendable {
    package let epoch: Epoch
    package let view: View
    package let finalHeight: Height
    package let waitingCount: Int
    package let isVoting: Bool

    package init(
      epoch: Epoch, view: View, finalHeight: Height, waitingCount: Int, isVoting: Bool
    ) {
      self.epoch = epoch
      self.view = view
      self.finalHeight = finalHeight
      self.waitingCount = waitingCount
      self.isVoting = isVoting
    }
  }

  package let database: Database
  package let network: Network
  /// Such as `tradewind/0.1.0`.
  package let clientVersion: String
  package let submit: @Sendable (Recovered<Transaction>) -> Submission
  /// The number an account should give its next transaction, those that wait included.
  package let nextNonce: @Sendable (Address) -> UInt64?
  /// A transaction that waits for a block.
  package let waiting: @Sendable (Digest) -> Recovered<Transaction>?
  package let status: @Sendable () -> Status?

  package init(
    database: Database, network: Network, clientVersion: String,
    submit: @escaping @Sendable (Recovered<Transaction>) -> Submission,
    nextNonce: @escaping @Sendable (Address) -> UInt64?,
    waiting: @escaping @Sendable (Digest) -> Recovered<Transaction>?,
    status: @escaping @Sendable () -> Status?
  ) {
    self.database = database
    self.network = network
    self.clientVersion = clientVersion
    self.submit = submit
    self.nextNonce = nextNonce
    self.waiting = waiting
    self.status = status
  }

  /// Reads what is committed now.
  func read<Result>(
    _ body: (ChainReader) throws(RPCError) -> Result
  ) throws(RPCError) -> Result {
    let snapshot: Snapshot
    do throws(StorageError) {
      snapshot = try database.snapshot()
    } catch {
      throw .storage(error)
    }
    return try body(ChainReader(snapshot, network: network))
  }
}

extension RPCError {
  /// The database could not be read; clients are told no more than that.
  static func storage(_ error: StorageError) -> RPCError {
    switch error {
    case .tooManyReaders: .busy
    default: .internalError
    }
  }
}
