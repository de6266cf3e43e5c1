import Chain
import Codec

extension Books {
  /// What an account can spend on traffic.
  func ozone(of account: Address) -> Noz { self[Tables.ozone[account]] ?? .zero }

  /// Gives an account ozone that was bought before, or just now.
  mutating func creditOzone(_ noz: Noz, to account: Address) {
    guard noz > .zero else { return }
    // All ozone together is at most `Economy.nozMax`.
    self[Tables.ozone[account]] = Noz(ozone(of: account).units + noz.units)
  }
}
