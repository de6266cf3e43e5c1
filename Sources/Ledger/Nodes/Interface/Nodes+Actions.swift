import Chain
import Codec

extension Nodes {
  struct RegisterResourceNode: Action {
    let nodeKey: ABIBytes
    let proofOfPossession: ABIBytes
    let beneficiary: Address
    let services: UInt8
    let capacityBytes: UInt64
    let region: String
    let endpoint: String
    let moniker: String

    static let name = "registerResourceNode"
    static let summary = "Registers a node that serves traffic, with the value as its deposit."
    static let result = "node"
    static let price = Price(250_000)
    static let isPayable = true
    static let fields = ABIFields(
      Self.init, "nodeKey", "proofOfPossession", "beneficiary", "services", "capacityBytes",
      "region", "endpoint", "moniker"
    ) {
      (
        $0.nodeKey, $0.proofOfPossession, $0.beneficiary, $0.services, $0.capacityBytes, $0.region,
        $0.endpoint, $0.moniker
      )
    }
  }

  struct RegisterMetaNode: Action {
    let nodeKey: ABIBytes
    let proofOfPossession: ABIBytes
    let beneficiary: Address
    let endpoint: String
    let moniker: String

    static let name = "registerMetaNode"
    static let summary = "Registers a node that keeps account of traffic; it waits for a seat."
    static let result = "node"
    static let price = Price(250_000)
    static let isPayable = true
    static let fields = ABIFields(
      Self.init, "nodeKey", "proofOfPossession", "beneficiary", "endpoint", "moniker"
    ) { ($0.nodeKey, $0.proofOfPossession, $0.beneficiary, $0.endpoint, $0.moniker) }
  }

  struct TopUp: Action {
    let node: Address

    static let name = "topUp"
    static let summary = "Adds the value to the deposit of a node of the caller."
    static let price = Price(80_000)
    static let isPayable = true
    static let fields = ABIFields(Self.init, "node") { $0.node }
  }

  struct UpdateNode: Action {
    let node: Address
    let beneficiary: Address
    let services: UInt8
    let capacityBytes: UInt64
    let region: String
    let endpoint: String
    let moniker: String

    static let name = "updateNode"
    static let summary = "Changes who gets what a node earns, what it offers, where it is reached."
    static let price = Price(60_000)
    static let fields = ABIFields(
      Self.init, "node", "beneficiary", "services", "capacityBytes", "region", "endpoint", "moniker"
    ) {
      (
        $0.node, $0.beneficiary, $0.services, $0.capacityBytes, $0.region, $0.endpoint, $0.moniker
      )
    }
  }

  struct SetEffectiveDeposit: Action {
    let node: Address
    let effective: UInt256
    let metaSignatures: ABIBytes

    static let name = "setEffectiveDeposit"
    static let summary = "Activates a resource node with part of its deposit; 0 suspends it."
    static let price = Price(120_000, perItem: Nodes.signatureGas)
    static let fields = ABIFields(Self.init, "node", "effective", "metaSignatures") {
      ($0.node, $0.effective, $0.metaSignatures)
    }

    var itemCount: Int { Price.signatureCount(in: metaSignatures) }
  }

  struct Suspend: Action {
    let node: Address
    let penaltyNoz: UInt256
    let reason: String
    let metaSignatures: ABIBytes

    static let name = "suspend"
    static let summary = "Stops a resource node, and fines it for so many noz."
    static let result = "amount"
    static let price = Price(150_000, perItem: Nodes.signatureGas)
    static let fields = ABIFields(
      Self.init, "node", "penaltyNoz", "reason", "metaSignatures"
    ) { ($0.node, $0.penaltyNoz, $0.reason, $0.metaSignatures) }

    var itemCount: Int { Price.signatureCount(in: metaSignatures) }
  }

  struct RemoveNode: Action {
    let node: Address

    static let name = "removeNode"
    static let summary = "Ends a node of the caller; the deposit is paid out after a while."
    static let price = Price(120_000)
    static let fields = ABIFields(Self.init, "node") { $0.node }
  }

  struct AdmitMetaNode: Action {
    let node: Address
    let metaSignatures: ABIBytes

    static let name = "admitMetaNode"
    static let summary = "Gives a meta node a seat."
    static let price = Price(120_000, perItem: Nodes.signatureGas)
    static let fields = ABIFields(Self.init, "node", "metaSignatures") {
      ($0.node, $0.metaSignatures)
    }

    var itemCount: Int { Price.signatureCount(in: metaSignatures) }
  }

  struct ExpelMetaNode: Action {
    let node: Address
    let metaSignatures: ABIBytes

    static let name = "expelMetaNode"
    static let summary = "Takes a meta node's seat; its deposit stays until its owner removes it."
    static let price = Price(120_000, perItem: Nodes.signatureGas)
    static let fields = ABIFields(Self.init, "node", "metaSignatures") {
      ($0.node, $0.metaSignatures)
    }

    var itemCount: Int { Price.signatureCount(in: metaSignatures) }
  }

  struct SubmitReportEvidence: Action {
    let first: ABIBytes
    let second: ABIBytes

    static let name = "submitReportEvidence"
    static let summary = "Proves that a meta node signed two different reports of one page."
    static let price = Price(150_000)
    static let fields = ABIFields(Self.init, "first", "second") { ($0.first, $0.second) }
  }

  /// What finding out who made a signature costs.
  static let signatureGas: UInt64 = 3_000
}
