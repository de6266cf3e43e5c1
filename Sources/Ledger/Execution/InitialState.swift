package import Chain
package import State

/// The state a network starts with.
package enum InitialState {
  /// What genesis places, as changes of an empty state.
  package static func changes(for genesis: Genesis) throws(GenesisError) -> ChangeSet {
    var books = Books(over: InMemoryState())
    do throws(ArithmeticError) {
      for account in genesis.accounts { try books.place(account.balance, at: account.address) }
      for validator in genesis.validators {
        try books.place(validator.stake, at: ModuleAccount.bondedStake.address)
      }
      for deposit in genesis.deposits {
        try books.place(deposit, at: ModuleAccount.nodeDeposits.address)
      }
      for pool in genesis.pools { try books.place(pool.stos, at: pool.owner) }
      try books.place(genesis.miningReserve, at: ModuleAccount.miningReserve.address)
    } catch {
      preconditionFailure("a genesis places exactly the supply: \(error)")
    }
    for account in genesis.accounts where account.address.isReserved {
      throw GenesisError(
        field: "accounts", value: "\(account.address)",
        allowed: "no address that the protocol keeps for itself")
    }
    for validator in genesis.validators where validator.account.isReserved {
      throw GenesisError(
        field: "validators", value: "\(validator.account)",
        allowed: "no account that the protocol keeps for itself")
    }
    books[Tables.parameters] = genesis.parameters
    books[Tables.baseFee] = BaseFee.floor
    books[Tables.economy] = Economy(weiPerNoz: genesis.weiPerNoz, mined: genesis.mined)
    do throws(Refusal) {
      try books.placeValidators(of: genesis)
    } catch {
      preconditionFailure("a genesis lists each validator and key once: \(error)")
    }
    try books.placeTokens(of: genesis)
    try books.placePools(of: genesis)
    try books.placeNodes(of: genesis)
    return books.changes
  }
}
