import Chain
import Codec
import Cryptography

/// What a node or a file has of an epoch, with all that it follows from.
struct EpochShare {
  let epoch: Epoch
  let record: EpochRecord
  let claim: Claim
  let weight: UInt128
  let totalWeight: UInt128
  let reward: Reward
}

extension Books {
  func requiredRecord(_ epoch: UInt64) throws(Refusal) -> EpochRecord {
    guard let record = self[Tables.epochRecords[epoch]] else {
      throw Refusal("epoch \(epoch) has not closed, or its record is gone")
    }
    return record
  }

  /// What an epoch's pools hold for a node; seats share theirs equally.
  func share(of node: Address, in epoch: UInt64) throws(Refusal) -> EpochShare {
    let owner = try self.node(node)
    guard let claim = self[Tables.nodeClaims[epoch, node]] else {
      throw Refusal("epoch \(epoch) has counted nothing of \(node), or its record is gone")
    }
    let record = try requiredRecord(epoch)
    guard owner.isResource else {
      return EpochShare(
        epoch: Epoch(epoch), record: record, claim: claim, weight: 1,
        totalWeight: UInt128(record.terms.seatCount), reward: record.seatReward)
    }
    return EpochShare(
      epoch: Epoch(epoch), record: record, claim: claim,
      weight: record.terms.weight(of: claim.noz, claim.contentNoz),
      totalWeight: record.terms.totalWeight, reward: record.nodeReward(claim))
  }
}

extension Traffic.ClaimAnswer {
  init(_ share: EpochShare) {
    let time = share.record.claimTime(of: share.epoch)
    self.init(
      noz: share.claim.noz.units, contentNoz: share.claim.contentNoz.units,
      weight: UInt256(share.weight), totalWeight: UInt256(share.totalWeight),
      traffic: UInt256(share.reward.traffic.units), mining: UInt256(share.reward.mining.units),
      firstEpoch: time.lowerBound.units, lastEpoch: time.upperBound.units,
      isPaid: share.claim.isPaid)
  }
}

extension Traffic.RewardsAnswer {
  init(_ withdrawal: Withdrawal, storage: Wei) {
    self.init(
      due: UInt256(withdrawal.reward.total.units + storage.units),
      storage: UInt256(storage.units), immature: UInt256(withdrawal.immature.total.units))
  }
}

extension Traffic.EpochAnswer {
  init(_ record: EpochRecord) {
    self.init(
      terms: Traffic.TermsAnswer(record.terms),
      traffic: Traffic.SplitAnswer(record.settlement.traffic),
      mining: Traffic.SplitAnswer(record.settlement.mining),
      reportEpochs: record.reportEpochs, maturityEpochs: record.maturityEpochs,
      recordEpochs: record.recordEpochs, unclaimed: UInt256(record.unclaimed.units))
  }
}

extension Traffic.TermsAnswer {
  fileprivate init(_ terms: SettlementTerms) {
    let tier = terms.tier
    self.init(
      deposits: UInt256(terms.deposits.units), prepaid: UInt256(terms.prepaid.units),
      forSale: terms.forSale.units, mined: UInt256(terms.mined.units),
      miningReserve: UInt256(terms.miningReserve.units), voucherNoz: terms.voucherNoz.units,
      contentNoz: terms.contentNoz.units, storageNoz: terms.storageNoz.units,
      storageDeposits: UInt256(terms.storageDeposits.units), seats: terms.seatCount,
      tierWei: UInt256(tier.perEpoch.units), chainBp: tier.chainBasisPoints,
      resourceBp: tier.resourceBasisPoints, metaBp: tier.metaBasisPoints,
      communityTaxBp: terms.communityTaxBasisPoints,
      contentShareBp: terms.contentShareBasisPoints,
      subsidyCapBp: terms.subsidyCapBasisPoints)
  }
}

extension Traffic.SplitAnswer {
  fileprivate init(_ split: RewardSplit) {
    self.init(
      total: UInt256(split.total.units), chain: UInt256(split.chain.units),
      resource: UInt256(split.resource.units), meta: UInt256(split.meta.units),
      resourceTax: UInt256(split.resourceTax.units), metaTax: UInt256(split.metaTax.units),
      storagePool: UInt256(split.storage.units), contentPool: UInt256(split.content.units),
      nodesPool: UInt256(split.nodes.units), seatsPool: UInt256(split.seats.units))
  }
}
