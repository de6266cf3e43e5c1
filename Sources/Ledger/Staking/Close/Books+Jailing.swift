import Chain
import Codec

extension Books {
  /// Jails and slashes those who missed all their slots, unless too many did.
  ///
  /// Protocol: Missed slots. When a third is silent it is the network that failed, and a chain of
  /// three cannot lose one.
  mutating func jailAbsent(_ record: SlotRecord, in epoch: Epoch) throws(Refusal) {
    let least = self[placed: Tables.parameters].missedSlotsMin
    var absentPower: UInt128 = 0
    var absent: [Address] = []
    for (index, member) in record.set.members.enumerated() where record.hasMissedAll(index) {
      absentPower += UInt128(member.power.units)
      if record.slots[index] >= least,
        self[Tables.validators[member.account]]?.standing == .active
      {
        absent.append(member.account)
      }
    }
    #if PLANTED
      if LedgerBug.everyoneJailed.isPlanted { absentPower = 0 }
    #endif
    guard !absent.isEmpty, 3 * absentPower <= UInt128(record.set.totalPower.units) else { return }
    let next = setSelection(at: epoch).chosen(without: absent)
    guard let next, next.members.count >= Staking.membersMin else { return }
    for account in absent { try jail(account, in: epoch) }
  }

  private mutating func jail(_ account: Address, in epoch: Epoch) throws(Refusal) {
    guard var record = self[Tables.validators[account]] else { return }
    record.standing = .jailed(since: epoch)
    record.isProven = false
    try slash(
      &record, of: account, by: Slash(epoch: epoch, partsPerMillion: Slash.missedSlots))
    self[Tables.validators[account]] = record
    emit(Staking.Jailed(validator: account, epoch: epoch.units), by: Staking.address)
  }
}
