import Chain
import Codec

/// What an epoch settled, as the interface has it.
struct SettledEpoch: ABIRecord {
  struct Terms: ABIRecord {
    let deposits: UInt256
    let prepaid: UInt256
    let forSale: UInt128
    let mined: UInt256
    let miningReserve: UInt256
    let voucherNoz: UInt128
    let contentNoz: UInt128
    let storageNoz: UInt128
    let storageDeposits: UInt256
    let seats: UInt64
    let tierWei: UInt256
    let chainBp: UInt64
    let resourceBp: UInt64
    let metaBp: UInt64
    let communityTaxBp: UInt64
    let contentShareBp: UInt64
    let subsidyCapBp: UInt64

    static let fields = ABIFields(
      Self.init, "deposits", "prepaid", "forSale", "mined", "miningReserve", "voucherNoz",
      "contentNoz", "storageNoz", "storageDeposits", "seats", "tierWei", "chainBp", "resourceBp",
      "metaBp", "communityTaxBp", "contentShareBp", "subsidyCapBp"
    ) {
      (
        $0.deposits, $0.prepaid, $0.forSale, $0.mined, $0.miningReserve, $0.voucherNoz,
        $0.contentNoz, $0.storageNoz, $0.storageDeposits, $0.seats, $0.tierWei, $0.chainBp,
        $0.resourceBp, $0.metaBp, $0.communityTaxBp, $0.contentShareBp, $0.subsidyCapBp
      )
    }
  }

  struct Split: ABIRecord {
    let total: UInt256
    let chain: UInt256
    let resource: UInt256
    let meta: UInt256
    let resourceTax: UInt256
    let metaTax: UInt256
    let storagePool: UInt256
    let contentPool: UInt256
    let nodesPool: UInt256
    let seatsPool: UInt256

    static let fields = ABIFields(
      Self.init, "total", "chain", "resource", "meta", "resourceTax", "metaTax", "storagePool",
      "contentPool", "nodesPool", "seatsPool"
    ) {
      (
        $0.total, $0.chain, $0.resource, $0.meta, $0.resourceTax, $0.metaTax, $0.storagePool,
        $0.contentPool, $0.nodesPool, $0.seatsPool
      )
    }
  }

  let terms: Terms
  let traffic: Split
  let mining: Split
  let reportEpochs: UInt64
  let maturityEpochs: UInt64
  let recordEpochs: UInt64
  let unclaimed: UInt256

  static let fields = ABIFields(
    Self.init, "terms", "traffic", "mining", "reportEpochs", "maturityEpochs", "recordEpochs",
    "unclaimed"
  ) {
    (
      $0.terms, $0.traffic, $0.mining, $0.reportEpochs, $0.maturityEpochs, $0.recordEpochs,
      $0.unclaimed
    )
  }
}

/// What an epoch's pools hold for a node, as the interface has it.
struct EpochClaim: ABIRecord {
  let noz: UInt128
  let contentNoz: UInt128
  let weight: UInt256
  let totalWeight: UInt256
  let traffic: UInt256
  let mining: UInt256
  let firstEpoch: UInt64
  let lastEpoch: UInt64
  let isPaid: Bool

  static let fields = ABIFields(
    Self.init, "noz", "contentNoz", "weight", "totalWeight", "traffic", "mining", "firstEpoch",
    "lastEpoch", "isPaid"
  ) {
    (
      $0.noz, $0.contentNoz, $0.weight, $0.totalWeight, $0.traffic, $0.mining, $0.firstEpoch,
      $0.lastEpoch, $0.isPaid
    )
  }
}
