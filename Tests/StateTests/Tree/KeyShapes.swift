import State
import TestSupport

/// How the keys of a test are spread, from evenly to as badly as anybody could choose them.
enum KeyShape: CaseIterable, Sendable {
  /// All bits drawn: what addresses and hashes look like.
  case scattered
  /// Counters, as heights and epochs are.
  case counting
  /// A few long common prefixes, as one owner's many records have.
  case grouped
  /// Each key shares with the next all bits but one: the deepest tree there is.
  case comb
  /// Keys of two lengths in two tables, of which one has few entries.
  case tables

  /// The key of a number; different numbers have different keys.
  func key(_ number: Int) -> StateKey {
    var random = SplitMix64(seed: UInt64(number))
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    switch self {
    case .scattered:
      return Table(1, keySizeBytes: 20).key(holding: random.bytes(count: 12) + counter)
    case .counting:
      return Table(1, keySizeBytes: 8).key(holding: counter)
    case .grouped:
      var owner = SplitMix64(seed: UInt64(number % 5))
      return Table(2, keySizeBytes: 28).key(holding: owner.bytes(count: 20) + counter)
    case .comb:
      var bytes = [UInt8](repeating: 0, count: 64)
      let bit = number % 512
      bytes[bit / 8] |= 0x80 >> UInt8(bit % 8)
      if number >= 512 { bytes[63] |= UInt8(number / 512 % 128) }
      return Table(3, keySizeBytes: 64).key(holding: bytes)
    case .tables:
      return number % 20 == 0
        ? Table(0, keySizeBytes: 2).key(holding: Array(counter[6...]))
        : Table(255, keySizeBytes: 64).key(holding: random.bytes(count: 56) + counter)
    }
  }
}

extension Table {
  /// The key of the state for a key of the table in an array.
  func key(holding bytes: [UInt8]) -> StateKey { key(bytes.span) }
}
