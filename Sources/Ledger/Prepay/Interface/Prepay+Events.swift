import Chain
import Codec

extension Prepay {
  struct OzoneBought: Event {
    let payer: Address
    let beneficiary: Address
    let amount: UInt256
    let noz: UInt128

    static let name = "OzoneBought"
    static let summary = "Wei were paid for ozone, which is the beneficiary's now."
    static let fields = ABIFields(
      Self.init, "indexed payer", "indexed beneficiary", "amount", "noz"
    ) { ($0.payer, $0.beneficiary, $0.amount, $0.noz) }
  }

  struct ContractOpened: Event {
    let contract: Address
    let opener: Address
    let beneficiary: Address
    let contentScope: FixedBytes<32>
    let nozPerEpochCap: UInt128
    let openedEpoch: UInt64
    let expiryEpoch: UInt64

    static let name = "ContractOpened"
    static let summary = "There is a new prepay contract; its first ozone follows."
    static let fields = ABIFields(
      Self.init, "indexed contract", "indexed opener", "indexed beneficiary", "contentScope",
      "nozPerEpochCap", "openedEpoch", "expiryEpoch"
    ) {
      (
        $0.contract, $0.opener, $0.beneficiary, $0.contentScope, $0.nozPerEpochCap,
        $0.openedEpoch, $0.expiryEpoch
      )
    }
  }

  struct ContractFunded: Event {
    let contract: Address
    let payer: Address
    let amount: UInt256
    let noz: UInt128

    static let name = "ContractFunded"
    static let summary = "Wei were paid for ozone, which a prepay contract has now."
    static let fields = ABIFields(
      Self.init, "indexed contract", "indexed payer", "amount", "noz"
    ) { ($0.contract, $0.payer, $0.amount, $0.noz) }
  }

  struct ConsumersAdmitted: Event {
    let contract: Address
    let epoch: UInt64
    let nozEach: UInt128
    let consumers: [Address]

    static let name = "ConsumersAdmitted"
    static let summary = "What consumers may still draw; if that is less, from the next epoch on."
    static let fields = ABIFields(
      Self.init, "indexed contract", "epoch", "nozEach", "consumers"
    ) { ($0.contract, $0.epoch, $0.nozEach, $0.consumers) }
  }

  struct ContractClosing: Event {
    let contract: Address
    let epoch: UInt64

    static let name = "ContractClosing"
    static let summary = "A prepay contract pays for no traffic after this epoch."
    static let fields = ABIFields(Self.init, "indexed contract", "epoch") {
      ($0.contract, $0.epoch)
    }
  }

  struct ContractClosed: Event {
    let contract: Address
    let opener: Address
    let noz: UInt128

    static let name = "ContractClosed"
    static let summary = "A prepay contract pays no more; what was left of it is its opener's."
    static let fields = ABIFields(
      Self.init, "indexed contract", "indexed opener", "noz"
    ) { ($0.contract, $0.opener, $0.noz) }
  }
}
