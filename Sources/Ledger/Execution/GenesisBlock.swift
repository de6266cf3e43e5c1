package import Chain
package import Cryptography
package import State

/// The block that a chain begins with: what genesis places, and all that follows from it.
package struct GenesisBlock: Sendable {
  package let genesis: Genesis
  /// What the block does to a state that is empty.
  package let changes: ChangeSet
  /// The header, which names the state after those changes.
  package let header: Header
  /// The hash that tells this network from all others.
  package let genesisHash: Digest

  package init(_ genesis: Genesis) throws(GenesisError) {
    self.genesis = genesis
    changes = try InitialState.changes(for: genesis)
    var state = InMemoryState()
    state.apply(changes)
    header = genesis.header(stateRoot: state.root)
    genesisHash = genesis.hash(stateRoot: state.root)
  }

  package var network: Network { Network(chainID: genesis.chainID, genesisHash: genesisHash) }
}
