import Codec
import Foundation
import State
import TestSupport

/// Accounts whose addresses are drawn, and stand in the order of their numbers.
struct SpreadAccounts {
  let count: Int
  private let table = Table(1, keySizeBytes: 20)
  /// The first eight bytes of each address.
  private let places: [UInt64]

  init(count: Int) {
    self.count = count
    var random = SplitMix64(seed: 9)
    places = (0..<count).map { _ in random.next() }.sorted()
  }

  /// The key of the state for an account.
  func key(_ number: Int) -> [UInt8] {
    let place = places[number]
    var rest = SplitMix64(seed: UInt64(number))
    var key: [UInt8] = [table.id]
    for shift in stride(from: 56, through: 0, by: -8) {
      key.append(UInt8(truncatingIfNeeded: place >> UInt64(shift)))
    }
    return key + rest.bytes(count: 12)
  }
}

extension SpreadAccounts: EntryReader {
  /// Shows every account, each with a small value.
  mutating func visitEntries(
    from lower: StateKey, below upper: StateKey?,
    _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) -> Bool
  ) {
    let value = [UInt8](repeating: 1, count: 24)
    for number in 0..<count {
      let key = key(number)
      guard body(key.span, value.span) else { return }
    }
  }
}

extension SpreadAccounts {
  /// The memory that a tree of these accounts takes for each of them, in a process that has not
  /// done much yet.
  func treeBytesPerEntry() throws -> Double {
    var reader = self
    let before = try Self.residentBytes()
    let tree = StateTree(reading: &reader)
    let after = try Self.residentBytes()
    return withExtendedLifetime(tree) { Double(after - before) / Double(count) }
  }

  private static func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
    let number = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return number * 1_024
  }
}
