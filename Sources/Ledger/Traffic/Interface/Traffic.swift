import Chain

/// The contract at `…1004`: reports of the traffic that consumers signed for, and its rewards.
enum Traffic {
  static var address: Address { Address(protocol: 0x1004) }

  /// How many vouchers a page has at most.
  static let vouchersPerPageMax = 500
  /// How many unclaimed epochs a withdrawal looks at, at most.
  static let withdrawalEpochsMax: UInt32 = 1_024
  /// How many unclaimed epochs the withdrawal of a meta node looks at.
  static let metaWithdrawalEpochs: UInt32 = 256
  /// How many entries housekeeping deletes in a block at most.
  static let deletionsPerBlockMax = 1_024

  static let contract = Contract(
    "Traffic", "Reports of traffic that consumers signed for, and the rewards for serving it.",
    actions: [
      SubmitReport.self, WithdrawNodeRewards.self, WithdrawMetaRewards.self,
      WithdrawContentRewards.self,
    ],
    queries: [
      EpochOf.self, NodeEpochOf.self, FileEpochOf.self, Explain.self, TallyNow.self,
      StorageNow.self, WindowOf.self, PageOf.self, CountedOf.self, NodeRewardsOf.self,
      ContentRewardsOf.self, UnclaimedNodeEpochs.self, UnclaimedFileEpochs.self, VoucherDigest.self,
      ReportDigest.self,
    ],
    events: [
      ReportSubmitted.self, VoucherCounted.self, VoucherSkipped.self, EpochSettled.self,
      NodeRewardsWithdrawn.self, MetaRewardsWithdrawn.self, ContentRewardsWithdrawn.self,
      RecordsExpired.self,
    ])
}
