#if PLANTED
  import Codec
  import Testing

  /// That a law can fail: each is run over a ledger with a bug that it has to notice.
  @Suite("Planted bugs of the ledger")
  struct PlantedLedgerTests {
    @Test("A law notices it", arguments: LedgerBug.allCases)
    func noticed(bug: LedgerBug) {
      let (name, law) = bug.law
      withKnownIssue("\(name) has to notice \(bug)") {
        try bug.plant { try law() }
      }
      print("planted \(bug): noticed by \(name)")
    }
  }

  extension LedgerBug {
    /// The test that would have kept the bug from being merged.
    fileprivate var law: (name: String, run: () throws -> Void) {
      switch self {
      case .supplyLeak, .freeFailure, .chargedVoid, .skippedNumber, .receiptsUnproven,
        .reversedLogs, .steepBaseFee, .roundingForTrader, .freeSwap, .latePrice,
        .rewardForgotten, .unbondingPaidTwice, .keyReused, .feesKept,
        .silentForfeit:
        ("HistoryTests.observed", { try HistoryTests().observed(seed: 1) })
      case .recordsKept:
        ("HistoryTests.failures", { try HistoryTests().failures(seed: 1) })
      case .allowanceKept:
        ("MarketHoleTests.allowance", { try MarketHoleTests().allowance() })
      case .voteStays:
        ("GovernanceTests.withdrawnVotes", { try GovernanceTests().withdrawnVotes() })
      case .donationTaken:
        ("TokenTests.recipients", { try TokenTests().recipients() })
      case .roundingForLeaver:
        ("StakingHoleTests.leaving", { try StakingHoleTests().leaving() })
      case .redelegationEscapes:
        ("StakingTests.slashing", { try StakingTests().slashing() })
      case .everyoneJailed:
        ("EpochCloseTests.noJail", { try EpochCloseTests().noJail() })
      case .newcomersUnscaled:
        ("EpochCloseTests.deadNewcomer", { try EpochCloseTests().deadNewcomer() })
      }
    }
  }
#endif
