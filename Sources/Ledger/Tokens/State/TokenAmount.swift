import Chain
import Codec

/// An amount of a token, or of a pool's shares, in its smallest unit.
///
/// Half a word is enough: 3·10³⁸ units, more than any supply that wallets can show, and the widths
/// that exchange rates multiply to then fit into a word. Callers pass whole words, as they do to
/// any ERC-20; a word that is wider than this is more than anyone has.
struct TokenAmount: Amount {
  let units: UInt128

  init(_ units: UInt128) {
    self.units = units
  }
}

extension UInt256 {
  /// The number as an amount, or nothing when there is no such amount.
  var amount: TokenAmount? { high == 0 ? TokenAmount(low) : nil }
}
