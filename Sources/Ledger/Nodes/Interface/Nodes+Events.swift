import Chain
import Codec

extension Nodes {
  struct ResourceNodeRegistered: Event {
    let node: Address
    let owner: Address
    let nodeKey: ABIBytes
    let beneficiary: Address
    let services: UInt8
    let capacityBytes: UInt64
    let region: String
    let endpoint: String
    let moniker: String
    let deposit: UInt256

    static let name = "ResourceNodeRegistered"
    static let summary = "There is a new resource node, which waits for an effective deposit."
    static let fields = ABIFields(
      Self.init, "indexed node", "indexed owner", "nodeKey", "beneficiary", "services",
      "capacityBytes", "region", "endpoint", "moniker", "deposit"
    ) {
      (
        $0.node, $0.owner, $0.nodeKey, $0.beneficiary, $0.services, $0.capacityBytes, $0.region,
        $0.endpoint, $0.moniker, $0.deposit
      )
    }
  }

  struct MetaNodeRegistered: Event {
    let node: Address
    let owner: Address
    let nodeKey: ABIBytes
    let beneficiary: Address
    let endpoint: String
    let moniker: String
    let deposit: UInt256

    static let name = "MetaNodeRegistered"
    static let summary = "There is a new meta node, which waits for a seat."
    static let fields = ABIFields(
      Self.init, "indexed node", "indexed owner", "nodeKey", "beneficiary", "endpoint", "moniker",
      "deposit"
    ) {
      ($0.node, $0.owner, $0.nodeKey, $0.beneficiary, $0.endpoint, $0.moniker, $0.deposit)
    }
  }

  struct ResourceNodeUpdated: Event {
    let node: Address
    let beneficiary: Address
    let services: UInt8
    let capacityBytes: UInt64
    let region: String
    let endpoint: String
    let moniker: String

    static let name = "ResourceNodeUpdated"
    static let summary = "A resource node has another beneficiary, or another description."
    static let fields = ABIFields(
      Self.init, "indexed node", "beneficiary", "services", "capacityBytes", "region", "endpoint",
      "moniker"
    ) {
      (
        $0.node, $0.beneficiary, $0.services, $0.capacityBytes, $0.region, $0.endpoint, $0.moniker
      )
    }
  }

  struct MetaNodeUpdated: Event {
    let node: Address
    let beneficiary: Address
    let endpoint: String
    let moniker: String

    static let name = "MetaNodeUpdated"
    static let summary = "A meta node has another beneficiary, or another description."
    static let fields = ABIFields(
      Self.init, "indexed node", "beneficiary", "endpoint", "moniker"
    ) { ($0.node, $0.beneficiary, $0.endpoint, $0.moniker) }
  }

  struct DepositRaised: Event {
    let node: Address
    let amount: UInt256
    let deposit: UInt256

    static let name = "DepositRaised"
    static let summary = "A node's owner added to its deposit."
    static let fields = ABIFields(Self.init, "indexed node", "amount", "deposit") {
      ($0.node, $0.amount, $0.deposit)
    }
  }

  struct EffectiveDepositChanged: Event {
    let node: Address
    let effective: UInt256
    let counter: UInt64

    static let name = "EffectiveDepositChanged"
    static let summary = "Another part of a node's deposit backs the network."
    static let fields = ABIFields(Self.init, "indexed node", "effective", "counter") {
      ($0.node, $0.effective, $0.counter)
    }
  }

  struct Repriced: Event {
    let deposits: UInt256
    let forSale: UInt128

    static let name = "Repriced"
    static let summary = "Other deposits back the network, and other noz are for sale."
    static let fields = ABIFields(Self.init, "deposits", "forSale") { ($0.deposits, $0.forSale) }
  }

  struct Suspended: Event {
    let node: Address
    let reason: String
    let counter: UInt64

    static let name = "Suspended"
    static let summary = "A resource node does not count as serving any more."
    static let fields = ABIFields(Self.init, "indexed node", "reason", "counter") {
      ($0.node, $0.reason, $0.counter)
    }
  }

  struct Seated: Event {
    let node: Address
    let counter: UInt64

    static let name = "Seated"
    static let summary = "A meta node has a seat."
    static let fields = ABIFields(Self.init, "indexed node", "counter") { ($0.node, $0.counter) }
  }

  struct Unseated: Event {
    let node: Address
    let counter: UInt64

    static let name = "Unseated"
    static let summary = "A meta node lost its seat, or gave it up."
    static let fields = ABIFields(Self.init, "indexed node", "counter") { ($0.node, $0.counter) }
  }

  struct Removed: Event {
    let node: Address
    let deposit: UInt256
    let payoutEpoch: UInt64
    let counter: UInt64

    static let name = "Removed"
    static let summary = "A node ended; what is then left of its deposit is paid in an epoch."
    static let fields = ABIFields(
      Self.init, "indexed node", "deposit", "payoutEpoch", "counter"
    ) { ($0.node, $0.deposit, $0.payoutEpoch, $0.counter) }
  }

  struct DepositPaid: Event {
    let node: Address
    let owner: Address
    let amount: UInt256

    static let name = "DepositPaid"
    static let summary = "The deposit of a removed node is with its owner again."
    static let fields = ABIFields(Self.init, "indexed node", "indexed owner", "amount") {
      ($0.node, $0.owner, $0.amount)
    }
  }

  struct Penalised: Event {
    let node: Address
    let recipient: Address
    let noz: UInt128
    let amount: UInt256
    let deposit: UInt256

    static let name = "Penalised"
    static let summary = "Part of a node's deposit went to somebody else."
    static let fields = ABIFields(
      Self.init, "indexed node", "indexed recipient", "noz", "amount", "deposit"
    ) { ($0.node, $0.recipient, $0.noz, $0.amount, $0.deposit) }
  }

  struct Contradicted: Event {
    let node: Address
    let epoch: UInt64
    let page: UInt32
    let counter: UInt64

    static let name = "Contradicted"
    static let summary = "A meta node signed two different reports of one page."
    static let fields = ABIFields(
      Self.init, "indexed node", "indexed epoch", "indexed page", "counter"
    ) { ($0.node, $0.epoch, $0.page, $0.counter) }
  }
}
