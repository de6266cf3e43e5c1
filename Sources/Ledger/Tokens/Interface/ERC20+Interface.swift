import Chain
import Codec

extension ERC20 {
  struct Transfer: Action {
    let to: Address
    let value: UInt256

    static let name = "transfer"
    static let summary = "Moves units of the caller."
    static let price = Price(20_000)
    static let fields = ABIFields(Self.init, "to", "value") { ($0.to, $0.value) }
  }

  struct Approve: Action {
    let spender: Address
    let value: UInt256

    static let name = "approve"
    static let summary = "Lets somebody move units of the caller; 2^256 - 1 is never used up."
    static let price = Price(20_000)
    static let fields = ABIFields(Self.init, "spender", "value") { ($0.spender, $0.value) }
  }

  struct TransferFrom: Action {
    let from: Address
    let to: Address
    let value: UInt256

    static let name = "transferFrom"
    static let summary = "Moves units of an owner who has approved of it."
    static let price = Price(30_000)
    static let fields = ABIFields(Self.init, "from", "to", "value") { ($0.from, $0.to, $0.value) }
  }

  struct Name: Query {
    static let name = "name"
    static let summary = "What the token is called."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Symbol: Query {
    static let name = "symbol"
    static let summary = "What stands next to an amount."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct Decimals: Query {
    static let name = "decimals"
    static let summary = "How many decimal places an amount has when it is shown."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct TotalSupply: Query {
    static let name = "totalSupply"
    static let summary = "How many units there are."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct BalanceOf: Query {
    let owner: Address

    static let name = "balanceOf"
    static let summary = "How many units somebody holds."
    static let fields = ABIFields(Self.init, "owner") { $0.owner }
  }

  struct Allowance: Query {
    let owner: Address
    let spender: Address

    static let name = "allowance"
    static let summary = "How many units of an owner somebody may still move."
    static let fields = ABIFields(Self.init, "owner", "spender") { ($0.owner, $0.spender) }
  }

  struct Transferred: Event {
    let from: Address
    let to: Address
    let value: UInt256

    static let name = "Transfer"
    static let summary = "Units moved; from the zero address they are new, to it they are gone."
    static let fields = ABIFields(Self.init, "indexed from", "indexed to", "value") {
      ($0.from, $0.to, $0.value)
    }
  }

  struct Approval: Event {
    let owner: Address
    let spender: Address
    let value: UInt256

    static let name = "Approval"
    static let summary = "How many units of an owner somebody may now move."
    static let fields = ABIFields(Self.init, "indexed owner", "indexed spender", "value") {
      ($0.owner, $0.spender, $0.value)
    }
  }
}
