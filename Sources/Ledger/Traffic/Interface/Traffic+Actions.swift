import Chain
import Codec

extension Traffic {
  struct SubmitReport: Action {
    let epoch: UInt64
    let page: UInt32
    let vouchers: [Voucher]
    let metaSignatures: ABIBytes

    static let name = "submitReport"
    static let summary = "Counts a page of vouchers for an epoch that has ended, once."
    /// Vouchers and the signatures of meta nodes have the same price.
    static let price = Price(100_000, perItem: 6_000)
    static let fields = ABIFields(
      Self.init, "epoch", "page", "vouchers", "metaSignatures"
    ) { ($0.epoch, $0.page, $0.vouchers, $0.metaSignatures) }

    var itemCount: Int { vouchers.count + Price.signatureCount(in: metaSignatures) }
  }

  struct WithdrawNodeRewards: Action {
    let node: Address
    let maxEpochs: UInt32

    static let name = "withdrawNodeRewards"
    static let summary = "Pays a resource node's beneficiary what is due; anybody may ask for it."
    static let price = Price(80_000, perItem: 1_000)
    static let fields = ABIFields(Self.init, "node", "maxEpochs") { ($0.node, $0.maxEpochs) }

    var itemCount: Int { Int(maxEpochs) }
  }

  struct WithdrawMetaRewards: Action {
    let node: Address

    static let name = "withdrawMetaRewards"
    static let summary = "Pays a meta node's beneficiary what is due of its 256 oldest epochs."
    static let price = Price(80_000 + 1_000 * UInt64(metaWithdrawalEpochs))
    static let fields = ABIFields(Self.init, "node") { $0.node }
  }

  struct WithdrawContentRewards: Action {
    let id: FixedBytes<32>
    let maxEpochs: UInt32

    static let name = "withdrawContentRewards"
    static let summary = "Pays a file's owner, or its last one, what is due for its content."
    static let price = Price(80_000, perItem: 1_000)
    static let fields = ABIFields(Self.init, "id", "maxEpochs") { ($0.id, $0.maxEpochs) }

    var itemCount: Int { Int(maxEpochs) }
  }
}
