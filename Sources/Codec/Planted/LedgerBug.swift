#if PLANTED
  /// What could be wrong with execution, the contracts and the close of an epoch.
  package enum LedgerBug: String, PlantedBug {
    /// Whoever receives wei gets one more than was sent.
    case supplyLeak
    /// A call that fails gets most of its fee back.
    case freeFailure
    /// A void transaction costs a wei.
    case chargedVoid
    /// A transaction counts twice.
    case skippedNumber
    /// The receipts of a block are not under its root.
    case receiptsUnproven
    /// What a failed call did stays.
    case recordsKept
    /// The last event of a call is reported first.
    case reversedLogs
    /// The base fee is a wei more than it should be.
    case steepBaseFee
    /// The fee pool takes payments.
    case donationTaken

    /// A swap rounds in favour of the trader.
    case roundingForTrader
    /// A swap has no fee.
    case freeSwap
    /// The price adds up at what it is, and not at what it was.
    case latePrice
    /// What is spent of an allowance can be spent again.
    case allowanceKept

    /// Stake that changes loses what it had earned.
    case rewardForgotten
    /// Stake that leaves costs a share less than it should.
    case roundingForLeaver
    /// Matured stake is paid twice, the second time out of the stake of others.
    case unbondingPaidTwice
    /// A consensus key registers again.
    case keyReused
    /// Stake that was redelegated does not pay for the validator it left first.
    case redelegationEscapes
    /// What rounding leaves of the fees stays for the next epoch.
    case feesKept
    /// A halt of the network jails whoever was silent.
    case everyoneJailed
    /// A dead newcomer has all the power of its stake.
    case newcomersUnscaled
    /// Nothing tells of wei that nobody can claim.
    case silentForfeit
    /// A vote cannot be taken back.
    case voteStays

    package static let planted = TaskLocal<Self?>(wrappedValue: nil)
  }
#endif
