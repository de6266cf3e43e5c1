package import Codec
package import Cryptography

/// What a block is: everything that is hashed, voted on and proven.
///
/// Its body hangs on a root.
///
/// ```
/// ┌─────────┬──────────┬───────┬────────┬──────┬─────────────┬─────────────┬──────┬──────────┐
/// │ version │ chain id │ epoch │ height │ view │ parent view │ parent hash │ time │ proposer │
/// │ 2       │ 8        │ 8     │ 8      │ 8    │ 8           │ 32          │ 8    │ 20       │
/// ├─────────┴─────────┬┴───────┴────┬───┴──────┴──────┬──────┴─────────┬───┴──────┴──────────┤
/// │ transactions root │ transaction │ executed height │ executed state │ this epoch's set,   │
/// │ 32                │ count 4     │ 8               │ root 32        │ next set: 32, 32    │
/// └───────────────────┴─────────────┴─────────────────┴────────────────┴─────────────────────┘
/// ```
package struct Header: Hashable, Sendable {
  /// The version of this layout.
  package static let version: UInt16 = 1

  package var chainID: ChainID
  package var epoch: Epoch
  package var height: Height
  package var view: View
  /// The view in which the parent was certified; 0 for the first block of an epoch.
  package var parentView: View
  package var parentHash: Digest
  package var time: Timestamp
  /// The operator account of the validator that proposed the block.
  package var proposer: Address
  package var transactionsRoot: Digest
  package var transactionCount: UInt32
  /// The newest block whose execution this header commits to: blocks are ordered first.
  package var executedHeight: Height
  /// The root of the state after that block.
  package var executedStateRoot: Digest
  package var validatorSetHash: Digest
  package var nextValidatorSetHash: Digest

  package init(
    chainID: ChainID, epoch: Epoch, height: Height, view: View, parentView: View,
    parentHash: Digest, time: Timestamp, proposer: Address, transactionsRoot: Digest,
    transactionCount: UInt32, executedHeight: Height, executedStateRoot: Digest,
    validatorSetHash: Digest, nextValidatorSetHash: Digest
  ) {
    self.chainID = chainID
    self.epoch = epoch
    self.height = height
    self.view = view
    self.parentView = parentView
    self.parentHash = parentHash
    self.time = time
    self.proposer = proposer
    self.transactionsRoot = transactionsRoot
    self.transactionCount = transactionCount
    self.executedHeight = executedHeight
    self.executedStateRoot = executedStateRoot
    self.validatorSetHash = validatorSetHash
    self.nextValidatorSetHash = nextValidatorSetHash
  }

  /// The hash by which the block is known.
  package var hash: Digest { Keccak256.hash(canonicalBytes.span) }
}

extension Header: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(Self.version)
    writer.write(chainID)
    writer.write(epoch)
    writer.write(height)
    writer.write(view)
    writer.write(parentView)
    writer.write(parentHash)
    writer.write(time)
    writer.write(proposer)
    writer.write(transactionsRoot)
    writer.write(transactionCount)
    writer.write(executedHeight)
    writer.write(executedStateRoot)
    writer.write(validatorSetHash)
    writer.write(nextValidatorSetHash)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let version = try reader.read(UInt16.self, in: bytes)
    guard version == Self.version else {
      throw .unknown(type: "header version", code: UInt64(version))
    }
    chainID = try ChainID(from: &reader, in: bytes)
    epoch = try Epoch(from: &reader, in: bytes)
    height = try Height(from: &reader, in: bytes)
    view = try View(from: &reader, in: bytes)
    parentView = try View(from: &reader, in: bytes)
    parentHash = try Digest(from: &reader, in: bytes)
    time = try Timestamp(from: &reader, in: bytes)
    proposer = try Address(from: &reader, in: bytes)
    transactionsRoot = try Digest(from: &reader, in: bytes)
    transactionCount = try reader.read(in: bytes)
    executedHeight = try Height(from: &reader, in: bytes)
    executedStateRoot = try Digest(from: &reader, in: bytes)
    validatorSetHash = try Digest(from: &reader, in: bytes)
    nextValidatorSetHash = try Digest(from: &reader, in: bytes)
  }
}
