import Chain
import Codec

extension Traffic.Explain {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Traffic.ExplainAnswer {
    let share = try books.share(of: node, in: epoch)
    let isSeat = books[Tables.nodes[node]].map { !$0.isResource } ?? false
    return Traffic.ExplainAnswer(
      settled: Traffic.EpochAnswer(share.record), claim: Traffic.ClaimAnswer(share),
      steps: Explanation(share, isSeat: isSeat).steps)
  }
}

/// The way from noz to wei in sentences that can be checked with pencil and paper.
private struct Explanation {
  private(set) var steps: [String] = []

  init(_ share: EpochShare, isSeat: Bool) {
    let record = share.record
    addTotals(record.terms, record.settlement)
    for (name, split) in [
      ("traffic", record.settlement.traffic), ("mining", record.settlement.mining),
    ] {
      addPools(name, split, of: record.terms, isSeat: isSeat)
      let pool = isSeat ? split.seats : split.nodes
      let wei = name == "traffic" ? share.reward.traffic : share.reward.mining
      steps.append("\(name): ⌊\(pool) · \(share.weight) / \(share.totalWeight)⌋ = \(wei) wei")
    }
    steps.append(
      """
      in all \(share.reward.total) wei, which can be withdrawn in epochs \
      \(record.claimTime(of: share.epoch).lowerBound) to \
      \(record.claimTime(of: share.epoch).upperBound)
      """)
  }

  private mutating func addTotals(_ terms: SettlementTerms, _ settlement: Settlement) {
    let tier = terms.tier
    let noz = terms.voucherNoz.units + terms.storageNoz.units
    steps.append(
      "Y = \(terms.voucherNoz) noz of vouchers + \(terms.storageNoz) of storage = \(noz)")
    steps.append(
      """
      R = ⌊(S + P) · Y / (L + Y)⌋ = ⌊(\(terms.deposits) + \(terms.prepaid)) · \(noz) / \
      (\(terms.forSale) + \(noz))⌋, at most P = \(settlement.traffic.total) wei
      """)
    let cap =
      terms.subsidyCapBasisPoints == 0
      ? "" : ", ⌊R · \(terms.subsidyCapBasisPoints) / 10000⌋"
    steps.append(
      """
      B = the least of the tier's \(tier.perEpoch), the reserve's \(terms.miningReserve)\(cap) = \
      \(settlement.mining.total) wei
      """)
  }

  private mutating func addPools(
    _ name: String, _ split: RewardSplit, of terms: SettlementTerms, isSeat: Bool
  ) {
    let tier = terms.tier
    guard !isSeat else {
      steps.append(
        """
        \(name): for seats ⌊\(split.total) · \(tier.metaBasisPoints) / 10000⌋ = \(split.meta), \
        less \(split.metaTax) of tax = \(split.seats) wei
        """)
      return
    }
    steps.append(
      """
      \(name): for resource nodes ⌊\(split.total) · \(tier.resourceBasisPoints) / 10000⌋ = \
      \(split.resource), less \(split.resourceTax) of tax, ⌊rest · \(terms.storageNoz) / Y⌋ for \
      storage and \(split.content) for content = \(split.nodes) wei
      """)
  }
}
