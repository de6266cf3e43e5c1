import Foundation

/// The seeds that property tests run over.
///
/// They are arguments of the tests, so the report of a failure names its seed, and running the test
/// again by its name, `swift test --filter <name>`, meets the same one.
package enum Seeds {
  /// For properties that check many values with each seed.
  package static let few: ClosedRange<UInt64> = 1...5

  /// For properties that check one value, or few, with each seed.
  package static let many: ClosedRange<UInt64> = 1...50

  /// Whether the long tier runs, as `SOAK=1` in the environment asks for.
  package static let isSoaking = ProcessInfo.processInfo.environment["SOAK"] == "1"
}
