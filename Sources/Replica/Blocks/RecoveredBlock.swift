package import Chain
package import Cryptography

/// A block whose transactions are well-formed and signed, with those who signed them.
package struct RecoveredBlock: Sendable {
  package let block: Block
  package let hash: Digest
  package let transactions: [Recovered<Transaction>]

  package var header: Header { block.header }

  /// Recovers whoever signed the transactions of a block, but for those whose signer is known.
  ///
  /// The parts are those of its body, in order.
  init(_ block: Block, hash: Digest, from parts: [BodyPart]) throws {
    self.block = block
    self.hash = hash
    transactions = try parts.map { try $0.recovered(on: block.header.chainID) }
  }
}
