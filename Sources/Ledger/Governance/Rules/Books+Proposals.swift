import Chain
import Codec

extension Books {
  func proposal(_ number: UInt64) throws(Refusal) -> Proposal {
    guard let proposal = self[Tables.proposals[number]] else {
      throw Refusal("there is no proposal \(number)")
    }
    return proposal
  }

  /// Opens a proposal of an operator who has no other open one.
  mutating func propose(
    _ matter: Proposal.Matter, by proposer: Address, in block: BlockContext
  ) throws(Refusal) -> UInt64 {
    _ = try standingValidator(proposer)
    if let last = self[Tables.lastProposals[proposer]]?.units,
      try proposal(last).isOpen(in: block.epoch)
    {
      throw Refusal("proposal \(last) of \(proposer) is open: there is one of each at a time")
    }
    let span = self[placed: Tables.parameters].votingEpochs
    let proposal = Proposal(
      proposer: proposer, matter: matter, lastEpoch: Epoch(block.epoch.units + span))
    let number = append(proposal, to: Tables.proposals, counted: Tables.proposalCount)
    self[Tables.lastProposals[proposer]] = Count(number)
    return number
  }

  /// How much of the current power says yes to a proposal.
  func power(for number: UInt64, in set: ValidatorSet) -> Power {
    // The sum is at most that of the set.
    Power(
      set.members.reduce(0) { sum, member in
        self[Tables.approvals[number, member.account]] == nil ? sum : sum + member.power.units
      })
  }

  /// Lets a proposal pass that more than two thirds of the power agree to.
  mutating func decide(_ number: UInt64, in block: BlockContext) throws(Refusal) {
    var proposal = try proposal(number)
    let set = validatorSet(of: block.epoch)
    let power = power(for: number, in: set)
    guard power >= set.quorum else { return }
    proposal.hasPassed = true
    self[Tables.proposals[number]] = proposal
    emit(
      Governance.Passed(
        proposal: number, power: power.units, totalPower: set.totalPower.units),
      by: Governance.address)
    switch proposal.matter {
    case .spend(let recipient, let amount):
      carryOut(number) { (books) throws(Refusal) in
        try books.pay(amount, from: ModuleAccount.communityPool.address, to: recipient)
        books.emit(
          Governance.Spent(
            proposal: number, recipient: recipient, amount: UInt256(amount.units)),
          by: Governance.address)
      }
    case .seat(let node, let seated):
      carryOut(number) { (books) throws(Refusal) in
        if seated {
          try books.seat(node, in: block.epoch)
        } else {
          try books.unseat(node, in: block.epoch)
        }
      }
    case .parameter:
      _ = append(
        Count(number), to: Tables.passedProposals, counted: Tables.passedProposalCount)
    }
  }

  /// Does what a proposal is about, or says why it could not be done.
  private mutating func carryOut(
    _ number: UInt64, _ body: (inout Books) throws(Refusal) -> Void
  ) {
    do throws(Refusal) {
      try attempt(body)
    } catch {
      emit(
        Governance.NotCarriedOut(proposal: number, reason: error.reason), by: Governance.address)
    }
  }

  /// Gives the community pool what nobody can claim any more.
  mutating func forfeit(_ amount: Wei, of owner: Address) throws(Refusal) {
    guard amount > .zero else { return }
    #if PLANTED
      if LedgerBug.silentForfeit.isPlanted {
        return try transfer(
          from: owner, to: ModuleAccount.communityPool.address, amount: amount)
      }
    #endif
    try transfer(from: owner, to: ModuleAccount.communityPool.address, amount: amount)
    emit(
      Governance.Forfeited(from: owner, amount: UInt256(amount.units)), by: Governance.address)
  }
}
