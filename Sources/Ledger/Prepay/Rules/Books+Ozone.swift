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

  /// Takes ozone for traffic or storage.
  mutating func debitOzone(_ noz: Noz, from account: Address) throws(Refusal) {
    let rest = try Refusal.unless(
      ozone(of: account).subtracting(noz), "\(account) has less ozone than \(noz) noz")
    self[Tables.ozone[account]] = rest == .zero ? nil : rest
  }
}
