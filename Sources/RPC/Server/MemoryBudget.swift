import Synchronization

/// How much memory all connections together may take for what they have received and not sent.
final class MemoryBudget: Sendable {
  private let used = Atomic<Int>(0)
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
  }

  /// Counts more, or less; false if the limit is passed now.
  func change(by difference: Int) -> Bool {
    used.wrappingAdd(difference, ordering: .relaxed).newValue <= limit
  }
}
