import Chain
import Codec

extension Books {
  /// Credits a resource node with what it has earned by storing, before its effective deposit
  /// changes, and counts the change.
  mutating func creditStorage(of node: Address, changing old: Wei, to new: Wei) {
    var index = self[Tables.storageIndex] ?? StorageIndex()
    let earnings = storageEarnings(of: node, with: old, by: index)
    index.deposits = Wei(index.deposits.units - old.units + new.units)
    self[Tables.storageEarnings[node]] = earnings
    self[Tables.storageIndex] = index
  }

  /// What a node has earned by storing with its effective deposit, up to an index.
  func storageEarnings(
    of node: Address, with deposit: Wei, by index: StorageIndex
  ) -> StorageEarnings {
    let old = self[Tables.storageEarnings[node]] ?? StorageEarnings()
    let growth = index.earnings(of: deposit, since: old.index)
    return StorageEarnings(index: index.value, amount: Wei(old.amount.units + growth.units))
  }
}
