package import Chain

/// What rules know about the block they run in.
package struct BlockContext: Hashable, Sendable {
  package let chainID: ChainID
  package let height: Height
  package let epoch: Epoch
  package let time: Timestamp
  package let proposer: Address

  package init(
    chainID: ChainID, height: Height, epoch: Epoch, time: Timestamp, proposer: Address
  ) {
    self.chainID = chainID
    self.height = height
    self.epoch = epoch
    self.time = time
    self.proposer = proposer
  }

  package init(of header: Header) {
    self.init(
      chainID: header.chainID, height: header.height, epoch: header.epoch, time: header.time,
      proposer: header.proposer)
  }

  /// The block's time as Ethereum tells it.
  var seconds: UInt64 { time.units / 1_000 }
}
