import Chain

/// The contract at `…1001`: validators, and those who trust them with their stake.
enum Staking {
  static var address: Address { Address(protocol: 0x1001) }

  /// How long a jailed validator waits at least.
  static let jailEpochs: UInt64 = 36
  /// How much of the commission's rise is allowed at once, and how often.
  static let commissionRiseBasisPointsMax: UInt16 = 100
  static let commissionRiseEpochs: UInt64 = 144
  /// The least that is undelegated or redelegated, unless it is all.
  static let entryMin = Wei(stos: 1)
  /// How many unbonding entries a block pays out at most.
  static let payoutsPerBlockMax = 256
  /// No set becomes smaller than this by jailing those who missed their slots.
  static let membersMin = 4

  static let contract = Contract(
    "Staking", "Validators, delegation, rewards, and what becomes of those who break the rules.",
    actions: [
      CreateValidator.self, EditValidator.self, RotateConsensusKey.self, Delegate.self,
      Undelegate.self, Redelegate.self, WithdrawReward.self, WithdrawCommission.self, Unjail.self,
      SubmitEvidence.self,
    ],
    queries: [
      ValidatorOf.self, ListValidators.self, DelegationOf.self, ListDelegations.self,
      RewardOf.self, CommissionOf.self, ListUnbondings.self, RedelegationsOf.self,
      ValidatorSetOf.self, ListSlashes.self,
    ],
    events: [
      ValidatorCreated.self, ValidatorEdited.self, ConsensusKeyRotated.self, Delegated.self,
      Undelegated.self, Redelegated.self, RewardWithdrawn.self, CommissionWithdrawn.self,
      Unjailed.self, Jailed.self, Removed.self, Slashed.self, RewardShared.self, Proven.self,
      UnbondingPaid.self, RedelegationSlashed.self, ValidatorSetChosen.self,
    ])
}
