import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// A scenario being played: every party acts by its keys, through transactions alone.
package struct ScenarioRun {
  /// What an epoch came to.
  package struct Row {
    package let epoch: UInt64
    let weiPerOz: UInt128
    let noz: UInt128
    package let settled: UInt128
    let mined: UInt128
  }

  private static let maturityEpochs: UInt64 = 12
  /// How often the price is noted.
  private static let rowCount: UInt64 = 12

  package let scenario: Scenario
  /// The party that does without traffic in this run.
  let idle: String?
  var parties: [PartyState]
  var chain: EconomyChain
  package private(set) var rows: [Row] = []
  /// What each party spent on ozone.
  var spent: [UInt128]
  private var start: [UInt128] = []
  /// Vouchers of epochs whose report has not been counted.
  var unreported: [(epoch: UInt64, vouchers: [SignedVoucher])] = []
  package var lostEpochs: [UInt64] = []

  package init(_ scenario: Scenario, leavingOut idle: String? = nil) throws {
    self.scenario = scenario
    self.idle = idle
    var keys: UInt64 = 0
    parties = try scenario.parties.map { try PartyState($0, keys: &keys) }
    for index in parties.indices where parties[index].name == idle { parties[index].habits = nil }
    chain = try EconomyChain(try Self.genesis(of: scenario, parties))
    spent = Array(repeating: 0, count: parties.count)
  }

  private static func genesis(of scenario: Scenario, _ parties: [PartyState]) throws -> Genesis {
    var draft = GenesisDraft(validatorCount: 0)
    draft.parameters.maturityEpochs = maturityEpochs
    draft.parameters.reportEpochs = scenario.reportEpochs ?? draft.parameters.reportEpochs
    draft.parameters.subsidyCapBasisPoints =
      scenario.subsidyCapBp ?? draft.parameters.subsidyCapBasisPoints
    draft.mined = Wei(stos: scenario.minedSTOS ?? 0)
    draft.miningReserve = try Genesis.minable.subtracting(draft.mined)
    var placed = try draft.miningReserve.adding(.zero)
    var accounts: [Genesis.Account] = []
    for (plan, party) in zip(scenario.parties, parties) {
      if let stake = plan.validatorStakeSTOS {
        draft.validators.append(
          GenesisValidator(
            account: party.purse.address, key: try party.purse.publicKey, stake: Wei(stos: stake),
            commissionBasisPoints: 500, moniker: party.name, endpoint: ""))
        placed = try placed.adding(Wei(stos: stake))
      }
      for (kind, wallets) in [(0, party.metaNodes), (1, party.resourceNodes)] {
        for wallet in wallets {
          let amount = Wei(stos: (kind == 0 ? plan.metaDepositSTOS : plan.nodeDepositSTOS) ?? 1_000)
          let node = GenesisNode(
            owner: party.purse.address, key: try wallet.publicKey,
            beneficiary: party.purse.address, deposit: amount, endpoint: "", moniker: party.name)
          placed = try placed.adding(amount)
          if kind == 0 {
            draft.metaNodes.append(node)
          } else {
            draft.resourceNodes.append(
              GenesisResourceNode(node: node, services: 4, capacityBytes: 1 << 40, region: ""))
          }
        }
      }
      for account in party.accounts {
        accounts.append(Genesis.Account(address: account, balance: Wei(stos: 100_000)))
        placed = try placed.adding(Wei(stos: 100_000))
      }
    }
    let rest = try Genesis.supply.subtracting(placed)
    draft.accounts =
      accounts + [Genesis.Account(address: try Wallet(seed: 0).address, balance: rest)]
    return try draft.validated()
  }

  private func wealth(of party: PartyState) -> UInt128 {
    party.accounts.reduce(0) { $0 + chain.wei($1).units }
  }

  /// What a party spent on ozone, and what its accounts gained, if there is such a party.
  package func result(of party: String) -> (spent: UInt128, gain: Int128)? {
    parties.firstIndex { $0.name == party }.map { (spent[$0], gain(of: $0)) }
  }

  /// What a party has more in its accounts than at the start; deposits and stakes stay apart.
  func gain(of index: Int) -> Int128 {
    Int128(wealth(of: parties[index])) - Int128(start[index])
  }

  /// The ozone that a party's consumers hold.
  func ozone(of party: PartyState) throws -> UInt128 {
    try party.consumers.reduce(0) { try $0 + chain.ozone(of: $1.address) }
  }

  package mutating func play() throws {
    try registerCandidates()
    start = parties.map { wealth(of: $0) }
    for epoch in 1...scenario.epochs {
      for turn in scenario.turns ?? [] where turn.epoch == epoch { try take(turn) }
      try buy(in: epoch)
      try endBlock()
      unreported.append((epoch, try vouchers(of: epoch)))
      try report(before: epoch)
      try close()
    }
    // Until the last rewards are mature.
    for _ in 0...(Self.maturityEpochs + 6) {
      try report(before: chain.epoch.units)
      try close()
    }
    try withdraw()
  }

  mutating func endBlock(isClosing: Bool = false) throws {
    if let failure = try chain.endBlock(isClosing: isClosing).first {
      throw ScenarioError.refused(what: "transaction \(failure.hash)", reason: failure.reason)
    }
  }

  private mutating func close() throws {
    let epoch = chain.epoch.units
    try endBlock(isClosing: true)
    guard epoch % max(1, scenario.epochs / Self.rowCount) == 0, epoch <= scenario.epochs else {
      return
    }
    let settled = try chain.answer(
      EconomyChain.traffic, "epoch", ABI.encode(epoch))
    let economy = try chain.answer(EconomyChain.nodes, "economy")
    rows.append(
      Row(
        epoch: epoch, weiPerOz: economy["weiPerOz"]?.low ?? 0,
        noz: settled["terms.voucherNoz"]?.low ?? 0, settled: settled["traffic.total"]?.low ?? 0,
        mined: settled["mining.total"]?.low ?? 0))
  }
}
