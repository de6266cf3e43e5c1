import Chain
import Codec

extension Nodes {
  struct NodeOf: Query {
    let node: Address

    static let name = "node"
    static let summary = "Everything that is kept about a node."
    static let fields = ABIFields(Self.init, "node") { $0.node }
  }

  struct NodeAnswer: ABIRecord {
    let node: Address
    let owner: Address
    let nodeKey: ABIBytes
    /// 1 resource, 2 meta.
    let role: UInt8
    /// 1 registered, 2 active or seated, 3 suspended, 4 unbonding, 5 gone.
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
      "services", "capacityBytes", "region", "endpoint", "moniker", "deposit", "effective",
      "counter"
    ) {
      (
        $0.node, $0.owner, $0.nodeKey, $0.role, $0.standing, $0.payoutEpoch, $0.beneficiary,
        $0.services, $0.capacityBytes, $0.region, $0.endpoint, $0.moniker, $0.deposit,
        $0.effective, $0.counter
      )
    }
  }

  struct ListNodes: Query {
    let cursor: UInt256
    let limit: UInt16
    /// 0 for both.
    let role: UInt8
    /// 0 for all.
    let standing: UInt8
    /// Empty for all.
    let region: String

    static let name = "nodes"
    static let summary = "Nodes of a role, a standing and a region; 0 and empty text are for any."
    static let fields = ABIFields(Self.init, "cursor", "limit", "role", "standing", "region") {
      ($0.cursor, $0.limit, $0.role, $0.standing, $0.region)
    }
  }

  struct NodePage: ABIRecord {
    let nodes: [NodeAnswer]
    let next: UInt256

    static let fields = ABIFields(Self.init, "nodes", "next") { ($0.nodes, $0.next) }
  }

  struct ListNodesOf: Query {
    let owner: Address
    let cursor: UInt256
    let limit: UInt16

    static let name = "nodesOf"
    static let summary = "Addresses of an owner's nodes in the order of their registration."
    static let fields = ABIFields(Self.init, "owner", "cursor", "limit") {
      ($0.owner, $0.cursor, $0.limit)
    }
  }

  struct SeatsOf: Query {
    static let name = "seats"
    static let summary = "The meta nodes with seats, in order, and how many of them decide."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct SeatsAnswer: ABIRecord {
    let members: [Address]
    let quorum: UInt16

    static let fields = ABIFields(Self.init, "members", "quorum") { ($0.members, $0.quorum) }
  }

  struct EconomyOf: Query {
    static let name = "economy"
    static let summary = "The numbers by which traffic is priced and settled."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct EconomyAnswer: ABIRecord {
    let deposits: UInt256
    let prepaid: UInt256
    let forSale: UInt128
    let outstanding: UInt128
    let mined: UInt256
    let weiPerNoz: UInt64
    /// What 10⁹ noz cost at the margin.
    let weiPerOz: UInt256

    static let fields = ABIFields(
      Self.init, "deposits", "prepaid", "forSale", "outstanding", "mined", "weiPerNoz", "weiPerOz"
    ) {
      (
        $0.deposits, $0.prepaid, $0.forSale, $0.outstanding, $0.mined, $0.weiPerNoz, $0.weiPerOz
      )
    }
  }

  struct PossessionDigest: Query {
    let purpose: UInt8
    let account: Address
    let key: ABIBytes

    static let name = "possessionDigest"
    static let summary = "What a key signs to be registered: as consensus 1, resource 2, meta 3."
    static let result = "digest"
    static let fields = ABIFields(Self.init, "purpose", "account", "key") {
      ($0.purpose, $0.account, $0.key)
    }
  }
}
