import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// What parties do in an epoch.
extension ScenarioRun {
  mutating func registerCandidates() throws {
    for index in parties.indices {
      let deposit = Wei(stos: scenario.parties[index].metaDepositSTOS ?? 1_000)
      for node in parties[index].metaCandidates {
        let account = parties[index].purse.address
        let possession = Possession(
          purpose: .metaNode, account: account, key: try node.publicKey)
        let proof = try node.signature(over: possession.digest(on: chain.network))
        let data = calldata(
          "registerMetaNode(bytes,bytes,address,string,string)",
          ABIBytes(try node.publicKey.compressed.array), ABIBytes(proof.bytes.array), account, "",
          parties[index].name)
        try chain.call(EconomyChain.nodes, data, by: &parties[index].purse, value: deposit)
      }
    }
    try endBlock()
  }

  mutating func take(_ turn: Scenario.Turn) throws {
    guard let index = parties.firstIndex(where: { $0.name == turn.party }) else { return }
    if let habits = turn.habits, parties[index].name != idle { parties[index].habits = habits }
    if let isSilent = turn.metaNodesAreSilent { parties[index].isSilent = isSilent }
    if turn.nodesLeave == true {
      for node in parties[index].resourceNodes {
        let data = calldata("removeNode(address)", node.address)
        try chain.call(EconomyChain.nodes, data, by: &parties[index].purse)
      }
      parties[index].nodesAreGone = true
      try endBlock()
    }
    if turn.seatsCandidates == true {
      for node in parties[index].metaCandidates { try decide(seating: node.address, true) }
    }
    if turn.losesSeats == true {
      for node in parties[index].metaNodes { try decide(seating: node.address, false) }
    }
  }

  /// Lets all validators agree to a seat.
  private mutating func decide(seating node: Address, _ isSeated: Bool) throws {
    let voters = parties.indices.filter { scenario.parties[$0].validatorStakeSTOS != nil }
    guard let first = voters.first else { return }
    let propose = calldata("proposeSeat(address,bool)", node, isSeated)
    try chain.call(EconomyChain.governance, propose, by: &parties[first].purse)
    try endBlock()
    let number =
      try chain.ask(
        EconomyChain.governance, calldata("proposalCount()"), as: UInt64.self) - 1
    let vote = calldata("vote(uint64,bool)", number, true)
    for index in voters {
      guard try isOpen(number) else { break }
      try chain.call(EconomyChain.governance, vote, by: &parties[index].purse)
      try endBlock()
    }
  }

  private func isOpen(_ proposal: UInt64) throws -> Bool {
    try chain.answer(EconomyChain.governance, "proposal", ABI.encode(proposal))["isOpen"]?.low == 1
  }

  mutating func buy(in epoch: UInt64) throws {
    for index in parties.indices {
      guard let habits = parties[index].habits(in: epoch), habits.buysMilliSTOS > 0 else {
        continue
      }
      let amount = Wei(UInt128(habits.buysMilliSTOS) * 1_000_000_000_000_000)
      for consumer in parties[index].consumers.indices {
        let address = parties[index].consumers[consumer].address
        try chain.call(
          EconomyChain.prepay, calldata("prepay(address,uint256)", address, UInt256.zero),
          by: &parties[index].consumers[consumer], value: amount)
        spent[index] += amount.units
      }
    }
  }

  /// Lets consumers use what they have, and sign for it.
  func vouchers(of epoch: UInt64) throws -> [SignedVoucher] {
    var vouchers: [SignedVoucher] = []
    for party in parties {
      guard let habits = party.habits(in: epoch) else { continue }
      let serving = nodes(serving: habits)
      guard !serving.isEmpty else { continue }
      for (number, consumer) in party.consumers.enumerated() {
        let ozone = try chain.ozone(of: consumer.address)
        let noz = ozone * UInt128(min(100, habits.usesPercent)) / 100
        guard noz > 0 else { continue }
        // Another node each epoch, so that all nodes serve everybody in time.
        let node = serving[(number + Int(epoch)) % serving.count].address
        vouchers.append(
          try SignedVoucher(
            by: consumer, of: noz, node: node, in: Epoch(epoch),
            on: chain.network.domain(of: EconomyChain.traffic)))
      }
    }
    return vouchers
  }

  private func nodes(serving habits: Scenario.Habits) -> [Wallet] {
    var nodes: [Wallet] = []
    for party in parties where !party.nodesAreGone {
      if let chosen = habits.servedBy, chosen != party.name { continue }
      nodes += party.resourceNodes
    }
    return nodes
  }

  /// Lets the meta nodes that speak sign and submit what has not been counted.
  mutating func report(before epoch: UInt64) throws {
    forgetLostReports(before: epoch)
    let seats = try chain.ask(EconomyChain.nodes, calldata("seats()"))
    let (members, quorum) = try ABI.decode(seats.span, as: [Address].self, UInt16.self)
    let signers = parties.filter { !$0.isSilent }.flatMap { $0.metaNodes + $0.metaCandidates }
      .filter { members.contains($0.address) }.sorted { $0.address < $1.address }
    guard signers.count >= Int(quorum) else { return }
    for (traffic, vouchers) in unreported where traffic < epoch {
      for (page, start) in stride(from: 0, to: vouchers.count, by: 400).enumerated() {
        let part = Array(vouchers[start..<min(start + 400, vouchers.count)])
        try submit(part, of: traffic, page: UInt32(page), by: Array(signers.prefix(Int(quorum))))
      }
    }
    unreported.removeAll { $0.epoch < epoch }
  }

  /// Gives up on epochs that cannot be reported any more.
  private mutating func forgetLostReports(before epoch: UInt64) {
    let window = scenario.reportEpochs ?? ChainParameters().reportEpochs
    let lost = unreported.filter { $0.epoch + window < epoch }.map(\.epoch)
    lostEpochs += lost
    unreported.removeAll { lost.contains($0.epoch) }
  }

  private mutating func submit(
    _ vouchers: [SignedVoucher], of epoch: UInt64, page: UInt32, by signers: [Wallet]
  ) throws {
    let digest = vouchers.pageDigest(
      of: Epoch(epoch), page: page, on: chain.network.domain(of: EconomyChain.traffic))
    let signatures = try signers.flatMap { try $0.signature(over: digest).bytes.array }
    try chain.call(
      EconomyChain.traffic,
      calldata(SignedVoucher.reportMethod, epoch, page, vouchers, ABIBytes(signatures)),
      by: &parties[0].purse)
    try endBlock()
  }

  mutating func withdraw() throws {
    for index in parties.indices {
      for node in parties[index].resourceNodes {
        let arguments = ABI.encode(node.address, 1_024 as UInt32)
        // Each call pays the oldest epochs; a long scenario takes several.
        while try chain.answer(EconomyChain.traffic, "nodeRewards", arguments)["due"] != .zero {
          let data = calldata("withdrawNodeRewards(address,uint32)", node.address, 1_024 as UInt32)
          try chain.call(EconomyChain.traffic, data, by: &parties[index].purse)
          try endBlock()
        }
      }
      for node in parties[index].metaNodes + parties[index].metaCandidates {
        let arguments = ABI.encode(node.address, 256 as UInt32)
        while try chain.answer(EconomyChain.traffic, "nodeRewards", arguments)["due"] != .zero {
          let data = calldata("withdrawMetaRewards(address)", node.address)
          try chain.call(EconomyChain.traffic, data, by: &parties[index].purse)
          try endBlock()
        }
      }
      guard scenario.parties[index].validatorStakeSTOS != nil else { continue }
      let reward = calldata("withdrawReward(address)", parties[index].purse.address)
      try chain.call(EconomyChain.staking, reward, by: &parties[index].purse)
      try chain.call(
        EconomyChain.staking, calldata("withdrawCommission()"), by: &parties[index].purse)
    }
    try endBlock()
  }
}
