import Chain
import Codec

extension Books {
  /// Takes note of a block: its proposer is alive, and those between it and its parent were not.
  mutating func noteProposal(in block: BlockContext) {
    if var record = self[Tables.validators[block.proposer]], !record.isProven {
      record.isProven = true
      self[Tables.validators[block.proposer]] = record
      emit(Staking.Proven(validator: block.proposer), by: Staking.address)
    }
    guard block.parentView.next < block.view else { return }
    let set = validatorSet(of: block.epoch)
    let missed = LeaderTable(set).slotCounts(
      from: block.parentView.next, below: block.view, in: block.epoch,
      memberCount: set.members.count)
    let before = missedSlots(memberCount: set.members.count)
    self[Tables.missedSlots] = MissedSlots(counts: zip(before, missed).map { $0 + $1 })
  }

  private func missedSlots(memberCount: Int) -> [UInt64] {
    self[Tables.missedSlots]?.counts ?? [UInt64](repeating: 0, count: memberCount)
  }

  /// The account of an epoch that ends with this block.
  func slotRecord(at block: BlockContext) -> SlotRecord {
    let set = validatorSet(of: block.epoch)
    let slots = LeaderTable(set).slotCounts(
      from: View(1), below: block.view.next, in: block.epoch, memberCount: set.members.count)
    return SlotRecord(
      set: set, slots: slots, missed: missedSlots(memberCount: set.members.count))
  }
}
