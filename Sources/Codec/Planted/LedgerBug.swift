#if PLANTED
  /// What could be wrong with execution, the contracts and the close of an epoch.
  package enum LedgerBug: String, PlantedBug {
    /// Whoever receives wei gets one more than was sent.
    case supplyLeak

    package static let planted = TaskLocal<Self?>(wrappedValue: nil)
  }
#endif
