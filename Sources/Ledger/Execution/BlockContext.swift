package import Chain
package import Cryptography

/// What rules know about the block they run in.
package struct BlockContext: Hashable, Sendable {
  package let chainID: ChainID
  package let height: Height
  package let epoch: Epoch
  package let time: Timestamp
  package let proposer: Address
  package let view: View
  /// The view in which the parent was certified; the slots in between were missed.
  package let parentView: View
  /// Whether the epoch ends with this block.
  package let isClosing: Bool
  /// What tells this network's signatures from those of others.
  package let genesisHash: Digest

  package init(
    chainID: ChainID, height: Height, epoch: Epoch, time: Timestamp, proposer: Address,
    view: View = View(1), parentView: View = .zero, isClosing: Bool = false,
    genesisHash: Digest = .zero
  ) {
    self.chainID = chainID
    self.height = height
    self.epoch = epoch
    self.time = time
    self.proposer = proposer
    self.view = view
    self.parentView = parentView
    self.isClosing = isClosing
    self.genesisHash = genesisHash
  }

  package init(of header: Header, isClosing: Bool, genesisHash: Digest) {
    self.init(
      chainID: header.chainID, height: header.height, epoch: header.epoch, time: header.time,
      proposer: header.proposer, view: header.view, parentView: header.parentView,
      isClosing: isClosing, genesisHash: genesisHash)
  }

  /// The block's time as Ethereum tells it.
  var seconds: UInt64 { time.units / 1_000 }

  var network: Network { Network(chainID: chainID, genesisHash: genesisHash) }
}
