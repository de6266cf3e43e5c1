/// What every token answers at its own address, every pool for its shares, and STOS as if it were
/// a token.
enum ERC20 {
  static let actions: [any Action.Type] = [Transfer.self, Approve.self, TransferFrom.self]
  static let queries: [any Query.Type] = [
    Name.self, Symbol.self, Decimals.self, TotalSupply.self, BalanceOf.self, Allowance.self,
  ]
  static let events: [any Event.Type] = [Transferred.self, Approval.self]

  static let contract = Contract(
    "ERC20", "A token as wallets know it.", actions: actions, queries: queries, events: events)
}
