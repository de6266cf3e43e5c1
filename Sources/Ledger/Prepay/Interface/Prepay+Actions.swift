import Chain
import Codec

extension Prepay {
  struct BuyOzone: Action {
    let beneficiary: Address
    let minNoz: UInt256

    static let name = "prepay"
    static let summary = "Buys somebody ozone for the value and returns how many noz."
    static let price = Price(60_000)
    static let isPayable = true
    static let fields = ABIFields(Self.init, "beneficiary", "minNoz") {
      ($0.beneficiary, $0.minNoz)
    }
  }

  struct BuyOzoneWithToken: Action {
    let path: [Address]
    let amountIn: UInt256
    let minNoz: UInt256
    let beneficiary: Address
    let deadline: UInt64

    static let name = "prepayWithToken"
    static let summary = "Swaps exactly so many tokens for STOS and buys somebody ozone for them."
    /// Each hop has a price.
    static let price = Price(120_000, perItem: 40_000)
    var itemCount: Int { max(0, path.count - 1) }
    static let fields = ABIFields(
      Self.init, "path", "amountIn", "minNoz", "beneficiary", "deadline"
    ) { ($0.path, $0.amountIn, $0.minNoz, $0.beneficiary, $0.deadline) }
  }

  struct OpenContract: Action {
    let beneficiary: Address
    let contentScope: FixedBytes<32>
    let nozPerEpochCap: UInt256
    let expiryEpoch: UInt64
    let minNoz: UInt256

    static let name = "openContract"
    static let summary = "Buys ozone that pays for others' traffic, and returns where it is kept."
    static let price = Price(250_000)
    static let isPayable = true
    static let fields = ABIFields(
      Self.init, "beneficiary", "contentScope", "nozPerEpochCap", "expiryEpoch", "minNoz"
    ) { ($0.beneficiary, $0.contentScope, $0.nozPerEpochCap, $0.expiryEpoch, $0.minNoz) }
  }

  struct Admit: Action {
    let contract: Address
    let consumers: [Address]
    let nozEach: UInt128

    static let name = "admit"
    static let summary = "Sets how much each of some consumers may still draw; 0 from now on."
    static let price = Price(40_000, perItem: 25_000)
    var itemCount: Int { consumers.count }
    static let fields = ABIFields(Self.init, "contract", "consumers", "nozEach") {
      ($0.contract, $0.consumers, $0.nozEach)
    }
  }

  struct FundContract: Action {
    let contract: Address
    let minNoz: UInt256

    static let name = "fundContract"
    static let summary = "Buys ozone for a contract that is open; anybody may."
    static let price = Price(60_000)
    static let isPayable = true
    static let fields = ABIFields(Self.init, "contract", "minNoz") { ($0.contract, $0.minNoz) }
  }

  struct CloseContract: Action {
    let contract: Address

    static let name = "closeContract"
    static let summary = "Ends the caller's contract; a second call, by anybody, returns the rest."
    static let price = Price(60_000)
    static let fields = ABIFields(Self.init, "contract") { $0.contract }
  }
}
