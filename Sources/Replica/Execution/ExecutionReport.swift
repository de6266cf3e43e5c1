package import Chain
package import Cryptography
package import State

/// What the execution of a block says about what follows.
package struct ExecutionReport: Sendable {
  package let height: Height
  package let hash: Digest
  /// Every account that sent a transaction in the block, or whose transaction was void.
  package let senders: [(account: Address, state: SenderAccount)]
  package let nextBaseFee: Wei
  /// In force for the next block.
  package let parameters: ChainParameters

  package init(
    height: Height, hash: Digest, senders: [(account: Address, state: SenderAccount)],
    nextBaseFee: Wei, parameters: ChainParameters
  ) {
    self.height = height
    self.hash = hash
    self.senders = senders
    self.nextBaseFee = nextBaseFee
    self.parameters = parameters
  }
}

/// That blocks up to a height are durable.
package struct CommitReport {
  package let height: Height
  /// The root of the state after that height, if a header may name it.
  package let root: Digest?
  package let view: any StateView
  /// What the next epoch starts from, if the last block ended one.
  package let start: EpochStart?
  /// Whether the gate signs votes in that epoch.
  package let isTrusted: Bool

  package init(
    height: Height, root: Digest?, view: any StateView, start: EpochStart? = nil,
    isTrusted: Bool = true
  ) {
    self.height = height
    self.root = root
    self.view = view
    self.start = start
    self.isTrusted = isTrusted
  }
}

/// What the state after a closing block, or genesis, says about the epoch that follows.
package struct EpochStart: Sendable {
  package let epoch: Epoch
  /// The closing block.
  package let anchor: Header
  package let set: ValidatorSet
  package let nextSet: ValidatorSet
  package let parameters: ChainParameters

  package init(
    epoch: Epoch, anchor: Header, set: ValidatorSet, nextSet: ValidatorSet,
    parameters: ChainParameters
  ) {
    self.epoch = epoch
    self.anchor = anchor
    self.set = set
    self.nextSet = nextSet
    self.parameters = parameters
  }
}
