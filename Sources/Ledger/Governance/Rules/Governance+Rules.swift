import Chain
import Codec

extension Governance.Propose {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt64 {
    let parameter = try Parameter(named: self.parameter)
    var trial = books[placed: Tables.parameters]
    try parameter.set(value, in: &trial)
    let number = try books.propose(
      .parameter(parameter, value), by: call.sender, in: call.block)
    books.emit(
      Governance.ParameterProposed(
        proposal: number, proposer: call.sender, parameter: self.parameter, value: value,
        lastEpoch: try books.proposal(number).lastEpoch.units),
      by: Governance.address)
    return number
  }
}

extension Governance.ProposeSpend {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt64 {
    let wei = try amount.wei()
    try books.checkPayable(recipient)
    let number = try books.propose(.spend(recipient, wei), by: call.sender, in: call.block)
    books.emit(
      Governance.SpendProposed(
        proposal: number, proposer: call.sender, recipient: recipient, amount: amount,
        lastEpoch: try books.proposal(number).lastEpoch.units),
      by: Governance.address)
    return number
  }
}

extension Governance.ProposeSeat {
  /// Whether it can be carried out is seen when it passes: until then nodes come and go.
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt64 {
    _ = try books.metaNode(metaNode)
    let number = try books.propose(.seat(metaNode, seated), by: call.sender, in: call.block)
    books.emit(
      Governance.SeatProposed(
        proposal: number, proposer: call.sender, metaNode: metaNode, seated: seated,
        lastEpoch: try books.proposal(number).lastEpoch.units),
      by: Governance.address)
    return number
  }
}

extension Governance.CastVote {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    _ = try books.validator(call.sender)
    guard try books.proposal(proposal).isOpen(in: call.block.epoch) else {
      throw Refusal("proposal \(proposal) is not open any more")
    }
    books[Tables.approvals[proposal, call.sender]] = yes ? Count(call.block.epoch.units) : nil
    #if PLANTED
      if LedgerBug.voteStays.isPlanted {
        books[Tables.approvals[proposal, call.sender]] = Count(call.block.epoch.units)
      }
    #endif
    books.emit(
      Governance.Voted(proposal: proposal, voter: call.sender, yes: yes), by: Governance.address)
    try books.decide(proposal, in: call.block)
    return NoResult()
  }
}

extension Governance.ProposalOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Governance.ProposalAnswer {
    let record = try books.proposal(proposal)
    let set = books.validatorSet(of: call.block.epoch)
    let (matter, parameter, subject, value): (UInt8, FixedBytes<32>, Address, UInt256) =
      switch record.matter {
      case .parameter(let parameter, let value): (1, parameter.name, .zero, value)
      case .spend(let recipient, let amount): (2, .zero, recipient, UInt256(amount.units))
      case .seat(let node, let seated): (3, .zero, node, UInt256(seated ? 1 as UInt8 : 0))
      }
    return Governance.ProposalAnswer(
      proposer: record.proposer, matter: matter, parameter: parameter, subject: subject,
      value: value, lastEpoch: record.lastEpoch.units, isOpen: record.isOpen(in: call.block.epoch),
      hasPassed: record.hasPassed, power: books.power(for: proposal, in: set).units,
      totalPower: set.totalPower.units)
  }
}

extension Governance.ProposalCount {
  func answer(_ call: Call, from books: Books) -> UInt64 {
    books.count(of: Tables.proposalCount)
  }
}

extension Governance.VoteOf {
  func answer(_ call: Call, from books: Books) -> Bool {
    books[Tables.approvals[proposal, voter]] != nil
  }
}

extension Governance.ParameterOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Governance.ParameterAnswer {
    Governance.ParameterAnswer(
      try Parameter(named: parameter), in: books[placed: Tables.parameters])
  }
}

extension Governance.ListParameters {
  func answer(_ call: Call, from books: Books) -> [Governance.ParameterAnswer] {
    let parameters = books[placed: Tables.parameters]
    return Parameter.allCases.map { Governance.ParameterAnswer($0, in: parameters) }
  }
}

extension Governance.ParameterAnswer {
  fileprivate init(_ parameter: Parameter, in parameters: ChainParameters) {
    self.init(
      parameter: parameter.name, value: UInt256(parameter.value(in: parameters)),
      lowest: UInt256(parameter.bounds.lowerBound), highest: UInt256(parameter.bounds.upperBound))
  }
}
