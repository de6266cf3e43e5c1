import Chain
import Codec

extension Prepay {
  struct PriceNow: Query {
    static let name = "price"
    static let summary = "The wei that 10^9 noz would cost if buying them did not raise the price."
    static let fields = ABIFields(Self.init) { _ in }
  }

  struct QuoteNoz: Query {
    let amount: UInt256

    static let name = "quoteNoz"
    static let summary = "How many noz so many wei buy now."
    static let fields = ABIFields(Self.init, "amount") { $0.amount }
  }

  struct QuotePayment: Query {
    let noz: UInt128

    static let name = "quotePayment"
    static let summary = "The fewest wei that buy so many noz now."
    static let fields = ABIFields(Self.init, "noz") { $0.noz }
  }

  struct QuoteToken: Query {
    let path: [Address]
    let amountIn: UInt256

    static let name = "quoteToken"
    static let summary = "How many wei so many tokens are swapped for now, and the noz those buy."
    static let fields = ABIFields(Self.init, "path", "amountIn") { ($0.path, $0.amountIn) }
  }

  struct TokenQuote: ABIRecord {
    let amount: UInt256
    let noz: UInt128

    static let fields = ABIFields(Self.init, "amount", "noz") { ($0.amount, $0.noz) }
  }

  struct BalanceOf: Query {
    let account: Address

    static let name = "balanceOf"
    static let summary = "How many noz of ozone an account can spend on traffic."
    static let fields = ABIFields(Self.init, "account") { $0.account }
  }

  struct ContractOf: Query {
    let contract: Address

    static let name = "contractAt"
    static let summary = "Everything that is kept about a prepay contract."
    static let fields = ABIFields(Self.init, "contract") { $0.contract }
  }

  struct ContractAnswer: ABIRecord {
    let opener: Address
    let beneficiary: Address
    let contentScope: FixedBytes<32>
    let nozPerEpochCap: UInt128
    let openedEpoch: UInt64
    let expiryEpoch: UInt64
    let noz: UInt128
    /// 0 open, 1 closing, 2 closed.
    let standing: UInt8
    /// While it is closing, the last epoch whose traffic it pays for.
    let closingEpoch: UInt64

    static let fields = ABIFields(
      Self.init, "opener", "beneficiary", "contentScope", "nozPerEpochCap", "openedEpoch",
      "expiryEpoch", "noz", "standing", "closingEpoch"
    ) {
      (
        $0.opener, $0.beneficiary, $0.contentScope, $0.nozPerEpochCap, $0.openedEpoch,
        $0.expiryEpoch, $0.noz, $0.standing, $0.closingEpoch
      )
    }
  }

  struct ListContracts: Query {
    let opener: Address
    let cursor: UInt256
    let limit: UInt16

    static let name = "contracts"
    static let summary = "The prepay contracts somebody opened, in order, from a cursor on."
    static let fields = ABIFields(Self.init, "opener", "cursor", "limit") {
      ($0.opener, $0.cursor, $0.limit)
    }
  }

  struct AllowanceOf: Query {
    let contract: Address
    let consumer: Address
    let epoch: UInt64

    static let name = "allowance"
    static let summary = "How much traffic of an epoch an admitted consumer may still draw."
    static let fields = ABIFields(Self.init, "contract", "consumer", "epoch") {
      ($0.contract, $0.consumer, $0.epoch)
    }
  }

  struct DrawnBy: Query {
    let contract: Address
    let epoch: UInt64

    static let name = "drawn"
    static let summary = "How much of an epoch's traffic a contract has paid for so far."
    static let fields = ABIFields(Self.init, "contract", "epoch") { ($0.contract, $0.epoch) }
  }
}
