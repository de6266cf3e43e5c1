package import Chain
package import Cryptography
package import State

/// A final block with everything that its execution produced, ready to be committed.
package struct ExecutedBlock: Sendable {
  package let block: Block
  /// The block's hash, which whoever executed it has at hand.
  package let hash: Digest
  package let outcome: BlockOutcome
  package let changes: ChangeSet
  /// The certificate that made the block final, unless a later block's did.
  package let certificate: Certificate?
  /// The validator set that a closing block chose, for the second epoch after its own.
  package let chosenSet: ValidatorSet?

  package init(
    block: Block, hash: Digest, outcome: BlockOutcome, changes: ChangeSet,
    certificate: Certificate? = nil, chosenSet: ValidatorSet? = nil
  ) {
    self.block = block
    self.hash = hash
    self.outcome = outcome
    self.changes = changes
    self.certificate = certificate
    self.chosenSet = chosenSet
  }

  package var height: Height { block.header.height }

  /// Whether the block ends its epoch.
  package var isClosing: Bool { chosenSet != nil }

  /// Whether a later header may name the state after this block, so that its root is needed.
  package var isNameable: Bool { isClosing || height.units.isMultiple(of: 8) }
}
