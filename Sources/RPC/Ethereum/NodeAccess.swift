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
    package let peerCount: Int
    /// How many validators it has seen contradict themselves since it was started.
    package let culpritCount: Int
    /// How far others have shown that the chain is, and how far this node is on its way there;
    /// nothing if it keeps up.
    package let progress: SyncProgress?

    package init(
      epoch: Epoch, view: View, finalHeight: Height, waitingCount: Int, isVoting: Bool,
      peerCount: Int, culpritCount: Int, progress: SyncProgress?
    ) {
      self.epoch = epoch
      self.view = view
      self.finalHeight = finalHeight
      self.waitingCount = waitingCount
      self.isVoting = isVoting
      self.peerCount = peerCount
      self.culpritCount = culpritCount
      self.progress = progress
    }
  }

  /// How a node that is behind catches up.
  package struct SyncProgress: Sendable {
    package let target: Height
    package let blocksPerSecond: Double
    /// Nothing before there is a rate to tell it from.
    package let secondsLeft: UInt64?

    package init(target: Height, blocksPerSecond: Double, secondsLeft: UInt64?) {
      self.target = target
      self.blocksPerSecond = blocksPerSecond
      self.secondsLeft = secondsLeft
    }
  }

  /// Another node, as far as this one is connected with it.
  package struct Peer: Sendable {
    package let nodeID: Address
    /// Where it is.
    package let address: String
    package let isInbound: Bool
    /// The consensus key of the validator it speaks for.
    package let consensusKey: PublicKey?
    package let epoch: Epoch
    package let software: String
    package let connectedSeconds: UInt64
    package let receivedBytes: UInt64
    package let sentBytes: UInt64
    package let queuedBytes: Int
    package let roundTripMicroseconds: UInt64?

    package init(
      nodeID: Address, address: String, isInbound: Bool, consensusKey: PublicKey?, epoch: Epoch,
      software: String, connectedSeconds: UInt64, receivedBytes: UInt64, sentBytes: UInt64,
      queuedBytes: Int, roundTripMicroseconds: UInt64?
    ) {
      self.nodeID = nodeID
      self.address = address
      self.isInbound = isInbound
      self.consensusKey = consensusKey
      self.epoch = epoch
      self.software = software
      self.connectedSeconds = connectedSeconds
      self.receivedBytes = receivedBytes
      self.sentBytes = sentBytes
      self.queuedBytes = queuedBytes
      self.roundTripMicroseconds = roundTripMicroseconds
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
  package let peers: @Sendable () -> [Peer]

  package init(
    database: Database, network: Network, clientVersion: String,
    submit: @escaping @Sendable (Recovered<Transaction>) -> Submission,
    nextNonce: @escaping @Sendable (Address) -> UInt64?,
    waiting: @escaping @Sendable (Digest) -> Recovered<Transaction>?,
    status: @escaping @Sendable () -> Status?, peers: @escaping @Sendable () -> [Peer]
  ) {
    self.database = database
    self.network = network
    self.clientVersion = clientVersion
    self.submit = submit
    self.nextNonce = nextNonce
    self.waiting = waiting
    self.status = status
    self.peers = peers
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
