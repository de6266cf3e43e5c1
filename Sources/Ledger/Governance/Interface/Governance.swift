import Chain

/// The contract at `…1008`: what validators decide together, by more than two thirds of the power.
enum Governance {
  static var address: Address { Address(protocol: 0x1008) }

  static let contract = Contract(
    "Governance", "Changes of parameters, seats of meta nodes, spending from the community pool.",
    actions: [Propose.self, ProposeSpend.self, ProposeSeat.self, CastVote.self],
    queries: [
      ProposalOf.self, ProposalCount.self, VoteOf.self, ParameterOf.self, ListParameters.self,
    ],
    events: [
      ParameterProposed.self, SpendProposed.self, SeatProposed.self, Voted.self, Passed.self,
      Spent.self, ParameterChanged.self, NotCarriedOut.self, Forfeited.self,
    ])
}
