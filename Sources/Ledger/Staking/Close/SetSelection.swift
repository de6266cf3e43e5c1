import Chain

#if PLANTED
  import Codec
#endif

/// Who may be in a set, with what is needed to choose it.
///
/// Protocol: Set selection.
struct SetSelection {
  struct Candidate: Hashable {
    let member: Validator
    let stake: Wei
    let isProven: Bool
  }

  /// In any order.
  var candidates: [Candidate]
  let membersMax: UInt64

  /// The set, or nothing if no proven member qualifies.
  func chosen(without excluded: [Address] = []) -> ValidatorSet? {
    let largest = candidates.filter { !excluded.contains($0.member.account) }
      .sorted(by: Self.precedes).prefix(Int(membersMax))
    let proven = largest.filter(\.isProven).map(\.member)
    let unproven = largest.filter { !$0.isProven }.map(\.member)
    guard !proven.isEmpty else { return nil }
    let members = proven + Self.scaled(unproven, to: proven)
    do throws(ValidatorSetError) {
      return try ValidatorSet(members)
    } catch {
      preconditionFailure("operators and keys register once, and power is within the supply")
    }
  }

  private static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
    left.stake != right.stake
      ? left.stake > right.stake : left.member.account < right.member.account
  }

  /// Lets newcomers have at most a third of the power of the others: a quarter of the whole.
  private static func scaled(_ unproven: [Validator], to proven: [Validator]) -> [Validator] {
    let power = proven.reduce(0 as UInt128) { $0 + UInt128($1.power.units) }
    let newPower = unproven.reduce(0 as UInt128) { $0 + UInt128($1.power.units) }
    #if PLANTED
      if LedgerBug.newcomersUnscaled.isPlanted { return unproven }
    #endif
    guard 3 * newPower > power else { return unproven }
    return unproven.compactMap { member in
      let units = UInt128(member.power.units) * power / (3 * newPower)
      guard units > 0 else { return nil }
      return Validator(account: member.account, key: member.key, power: Power(UInt64(units)))
    }
  }
}
