import Chain
import Codec

extension Books {
  /// Pays for what an epoch has counted: totals only, of which everyone claims a share later.
  ///
  /// Protocol: Settlement. Besides the totals it writes a claim for each seat.
  mutating func settleTraffic(in block: BlockContext) throws(Refusal) {
    let terms = settlementTerms(storageNoz: collectStorageDue(in: block.epoch))
    let settlement = try Refusal.unless(Settlement(terms))
    try pay(settlement.traffic, from: .unissuedPrepay)
    try pay(settlement.mining, from: .miningReserve)
    var economy = economy
    try Refusal.unless(economy.settle(terms.noz()))
    try Refusal.unless(economy.mine(settlement.mining.paid))
    self[Tables.economy] = economy
    shareStorage(Wei(settlement.traffic.storage.units + settlement.mining.storage.units))
    let parameters = self[placed: Tables.parameters]
    let record = EpochRecord(
      reportEpochs: parameters.reportEpochs, maturityEpochs: parameters.maturityEpochs,
      recordEpochs: parameters.recordEpochs,
      lastReportEpoch: max(
        Epoch(block.epoch.units + parameters.reportEpochs),
        block.epoch.previous.flatMap { epochRecord($0) }?.lastReportEpoch ?? .zero),
      terms: terms, settlement: settlement,
      unclaimed: Wei(settlement.traffic.claims.units + settlement.mining.claims.units))
    self[Tables.epochRecords[block.epoch.units]] = record
    if record.seatReward.total > .zero {
      for node in self[Tables.metaSeats]?.members ?? [] {
        count(Tally(), of: node, in: ClaimList.nodes, at: block.epoch)
      }
    }
    self[Tables.tally] = nil
    emit(
      Traffic.EpochSettled(epoch: block.epoch.units, settled: Traffic.EpochAnswer(record)),
      by: Traffic.address)
  }

  /// What the settlement of the current epoch would depend on, if it closed now.
  func settlementTerms(storageNoz: Noz) -> SettlementTerms {
    let parameters = self[placed: Tables.parameters]
    let tally = self[Tables.tally] ?? Tally()
    let economy = economy
    var terms = SettlementTerms()
    terms.deposits = economy.deposits
    terms.prepaid = prepaid
    terms.forSale = economy.forSale
    terms.mined = economy.mined
    terms.miningReserve = account(ModuleAccount.miningReserve.address).balance
    terms.voucherNoz = tally.noz
    terms.contentNoz = tally.contentNoz
    terms.storageNoz = storageNoz
    terms.storageDeposits = self[Tables.storageIndex]?.deposits ?? .zero
    terms.seatCount = UInt64(self[Tables.metaSeats]?.members.count ?? 0)
    terms.communityTaxBasisPoints = parameters.communityTaxBasisPoints
    terms.contentShareBasisPoints = parameters.contentShareBasisPoints
    terms.subsidyCapBasisPoints = parameters.subsidyCapBasisPoints
    return terms
  }

  /// The chain's parts go to the fee pool, which is shared after this.
  private mutating func pay(
    _ split: RewardSplit, from source: ModuleAccount
  ) throws(Refusal) {
    try move(split.chain, from: source, to: ModuleAccount.feePool.address)
    try move(split.tax, from: source, to: ModuleAccount.communityPool.address)
    try move(split.pools, from: source, to: ModuleAccount.trafficRewards.address)
  }

  private mutating func shareStorage(_ pool: Wei) {
    guard pool > .zero, var index = self[Tables.storageIndex] else { return }
    index.grow(by: pool)
    self[Tables.storageIndex] = index
  }
}
