import Chain
import Codec

/// A node, as the interface has it.
struct FleetNode: ABIRecord {
  let node: Address
  let owner: Address
  let nodeKey: ABIBytes
  let role: UInt8
  let standing: UInt8
  let payoutEpoch: UInt64
  let beneficiary: Address
  let services: UInt8
  let capacityBytes: UInt64
  let region: String
  let endpoint: String
  let moniker: String
  let deposit: UInt256
  let effective: UInt256
  let counter: UInt64

  static let fields = ABIFields(
    Self.init, "node", "owner", "nodeKey", "role", "standing", "payoutEpoch", "beneficiary",
    "services", "capacityBytes", "region", "endpoint", "moniker", "deposit", "effective", "counter"
  ) {
    (
      $0.node, $0.owner, $0.nodeKey, $0.role, $0.standing, $0.payoutEpoch, $0.beneficiary,
      $0.services, $0.capacityBytes, $0.region, $0.endpoint, $0.moniker, $0.deposit, $0.effective,
      $0.counter
    )
  }
}

/// The numbers of prices, as the interface has them.
struct FleetEconomy: ABIRecord {
  let deposits: UInt256
  let prepaid: UInt256
  let forSale: UInt128
  let outstanding: UInt128
  let mined: UInt256
  let weiPerNoz: UInt64
  let weiPerOz: UInt256

  static let fields = ABIFields(
    Self.init, "deposits", "prepaid", "forSale", "outstanding", "mined", "weiPerNoz", "weiPerOz"
  ) {
    ($0.deposits, $0.prepaid, $0.forSale, $0.outstanding, $0.mined, $0.weiPerNoz, $0.weiPerOz)
  }
}
