package import Chain

/// One call of a contract: who asks whom, with how much money, and in which block.
package struct Call: Sendable {
  package let sender: Address
  /// The address that was called: a contract's own, or that of one of its tokens or pools.
  package let recipient: Address
  /// What the sender attached; a rule that takes payment moves it, nobody else does.
  package let value: Wei
  /// The number of the sender's transaction.
  package let nonce: UInt64
  package let block: BlockContext

  package init(
    sender: Address, recipient: Address, value: Wei = .zero, nonce: UInt64 = 0,
    block: BlockContext
  ) {
    self.sender = sender
    self.recipient = recipient
    self.value = value
    self.nonce = nonce
    self.block = block
  }
}
