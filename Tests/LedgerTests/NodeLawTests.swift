import Chain
import Codec
import Ledger
import TestSupport
import Testing

/// What holds in a random history of nodes that come, go and are punished while ozone is bought.
@Suite("Laws of nodes")
struct NodeLawTests {
  /// What happens next: everything but a purchase, and the end of a block, moves a deposit.
  private enum Move: CaseIterable {
    case register, registerMeta, activate, topUp, suspend, remove, admit, expel, propose, punish
    case buy, endBlock
  }

  private func act(
    _ move: Move, _ fleet: inout Fleet, _ nodes: inout [Address], _ random: inout SplitMix64
  ) throws {
    let seats = try fleet.seats().0
    let quorum = Array(seats.prefix(2 * seats.count / 3 + 1))
    let node = nodes[random.number(in: 0...nodes.count - 1)]
    let amount = UInt128(random.number(in: 1...5_000)) * Fleet.stos / 3
    switch move {
    case .register:
      nodes.append(try fleet.registerResource(deposit: amount + Fleet.stos, by: 1))
    case .registerMeta:
      nodes.append(try fleet.registerMeta(deposit: amount + Fleet.metaDeposit, by: 1))
    case .activate:
      let thirds = UInt128(random.number(in: 0...3))
      let part = try fleet.record(node).deposit.low * thirds / 3
      let terms = try fleet.effectiveDepositDigest(node, part)
      let data = calldata(
        "setEffectiveDeposit(address,uint256,bytes)", node, UInt256(part),
        try fleet.signatures(of: terms, by: quorum))
      _ = try fleet.call(data, from: 2).get()
    case .topUp: try fleet.topUp(node, with: amount)
    case .suspend:
      let noz = random.unsigned(UInt128.self) >> UInt128(random.number(in: 16...127))
      try fleet.suspend(node, penalty: noz, by: quorum)
    case .remove: if random.happens(oneIn: 3) { try fleet.remove(node) }
    case .admit: try fleet.decide("AdmitMetaNode", on: node, by: quorum)
    case .expel: try fleet.decide("ExpelMetaNode", on: node, by: quorum)
    case .propose: try fleet.propose(seating: node, random.happens(oneIn: 2))
    case .punish:
      let page = UInt32(random.number(in: 0...9))
      let first = try fleet.signedPage(page, epoch: 1, vouchers: 1, by: node)
      let second = try fleet.signedPage(page, epoch: 1, vouchers: 2, by: node)
      _ = try fleet.submitEvidence(first, second).get()
    case .buy: try fleet.world.prepay(amount / 100, for: fleet.world.people[4], by: 3)
    case .endBlock: fleet.endEpochs()
    }
  }

  /// What all and parts of the ozone outstanding would settle for.
  private func worth(of noz: UInt128, in fleet: Fleet) throws -> [UInt128] {
    let economy = try fleet.economy()
    return try [1, noz / 3, noz].filter { $0 > 0 && $0 <= noz }.map {
      try economy.settlement(of: $0)
    }
  }

  @Test("Deposits are owed to the wei, and no move of one makes ozone dearer", arguments: Seeds.few)
  func histories(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var parameters = ChainParameters()
    parameters.nodeUnbondingEpochs = 3
    var fleet = try Fleet(parameters: parameters, seed: seed)
    var nodes = fleet.metas + fleet.resources
    var outcomes = (done: 0, refused: 0)
    for step in 0..<(Seeds.isSoaking ? 1_000 : 60) {
      let move = Move.allCases[random.number(in: 0...Move.allCases.count - 1)]
      let comment: Comment = "seed \(seed), step \(step), \(move)"
      let held = try fleet.economy().outstanding
      let before = try worth(of: held, in: fleet)
      do {
        try act(move, &fleet, &nodes, &random)
        outcomes.done += 1
      } catch is Refusal {
        outcomes.refused += 1
      }
      if move != .buy {
        let after = try worth(of: held, in: fleet)
        #expect(zip(after, before).allSatisfy { $0 <= $1 }, comment)
      }
      try fleet.checkLaws(comment)
    }
    #expect(outcomes.done > 10 && outcomes.refused > 0)
    #expect(try fleet.world.supply() == Genesis.supply.units)
  }
}
