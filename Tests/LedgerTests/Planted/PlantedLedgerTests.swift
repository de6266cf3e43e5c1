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
      case .supplyLeak:
        ("StakingLawTests.histories", { try StakingLawTests().histories(seed: 1) })
      }
    }
  }
#endif
