/// All keys that begin with certain bits: what one subtree of the state tree answers for.
package struct Region: Hashable, Sendable {
  /// The bits, with zeros up to the end of the last byte: a bound before every key of the region.
  package let prefix: StateKey
  package let bitCount: Int

  /// Every key there is.
  package static let all = Region(prefix: StateKey(), bitCount: 0)

  private init(prefix: StateKey, bitCount: Int) {
    self.prefix = prefix
    self.bitCount = bitCount
  }

  /// The keys whose first bits are those of a given one.
  package init(around key: StateKey, bitCount: Int) {
    self.init(prefix: key.prefix(bitCount), bitCount: bitCount)
  }

  /// The keys that share the first bits with a given one, and have a certain bit behind them.
  package init(around key: StateKey, branchingAt bit: Int, isRight: Bool) {
    self.init(prefix: key.prefix(bit, followedBy: isRight), bitCount: bit + 1)
  }

  /// A bound behind every key of the region; none where it reaches to the end.
  package var upper: StateKey? {
    prefix.fillingBits(from: bitCount).afterPrefix
  }
}
