#if PLANTED
  /// A mistake that is put into a core on purpose, to see that a test notices it.
  ///
  /// The bugs of a core are the cases of one enum beside this file, and each stands in the core
  /// where its name does. They exist only in builds with `-DPLANTED`, and this module has them
  /// because all others stand on it.
  ///
  /// ```swift
  /// #if PLANTED
  ///   if LedgerBug.supplyLeak.isPlanted { amount += 1 }
  /// #endif
  /// ```
  package protocol PlantedBug: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// The bug that is there for whoever asks, if any.
    static var planted: TaskLocal<Self?> { get }
  }

  extension PlantedBug {
    package var isPlanted: Bool { Self.planted.get() == self }

    /// Does something with the bug in place, on this thread; other tests that run at the same time
    /// do not have it.
    package func plant<Value>(_ operation: () throws -> Value) rethrows -> Value {
      try Self.planted.withValue(self, operation: operation)
    }
  }
#endif
