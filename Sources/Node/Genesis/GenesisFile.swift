/// A genesis as people write it: JSON whose every field `Genesis/README.md` explains.
package enum GenesisFile {
  /// Room for more accounts than networks have begun with so far.
  package static var sizeBytesMax: Int { 16 << 20 }

  /// Each account takes three values and about a hundred bytes.
  static let valueCountMax = 1 << 20

  /// What stands in place of a balance that is all of the supply that nobody else has.
  static let rest = "rest"
}
