import Chain
import Codec

extension Books {
  /// Credits a resource node with what it has earned by storing, before its effective deposit
  /// changes, and counts the change.
  mutating func creditStorage(of node: Address, changing old: Wei, to new: Wei) {
    var index = self[Tables.storageIndex] ?? StorageIndex()
    var earnings = self[Tables.nodeEarnings[node]] ?? NodeEarnings()
    let growth = index.value.subtractingReportingOverflow(earnings.storageIndex).partialValue
    // What all deposits together have earned since is this many wei, far fewer than 2¹⁹².
    let product = growth &* old.units
    let share = Wei(product.high << 64 | product.low >> 64)
    earnings.storage = Wei(earnings.storage.units + share.units)
    earnings.storageIndex = index.value
    index.deposits = Wei(index.deposits.units - old.units + new.units)
    self[Tables.nodeEarnings[node]] = earnings
    self[Tables.storageIndex] = index
  }
}
