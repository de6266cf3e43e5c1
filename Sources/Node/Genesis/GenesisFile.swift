import Chain

/// A genesis as people write it: JSON whose every field `Genesis/README.md` explains.
package enum GenesisFile {
  /// Room for as many accounts as a genesis may have: each is three values in some eighty bytes.
  package static var sizeBytesMax: Int { 128 * ProtocolLimits.genesisAccountsMax }
  static let valueCountMax = 4 * ProtocolLimits.genesisAccountsMax

  /// What stands in place of a balance that is all of the supply that nobody else has.
  static let rest = "rest"
}
