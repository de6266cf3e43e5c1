import Chain
import Codec
import State

/// The accounts a block has touched: each is read once, and written once when the block is done.
///
/// Every transaction moves wei between the same few accounts several times, and reading, writing
/// and undoing records one by one would cost more than the transaction itself. It has savepoints
/// of its own, which `Books` keeps in step with those of the other records.
struct AccountCache {
  private struct Entry {
    let address: Address
    var account: Account
    /// Whether the state does not have it like this yet.
    var isChanged = false
  }

  private struct Undo {
    let slot: Int
    let account: Account
    let isChanged: Bool
  }

  private var entries: [Entry] = []
  private var slots: [Address: Int] = [:]
  private var undo: [Undo] = []
  /// Where the accounts are that were prepared last: the next questions are about them, and three
  /// words compare faster than they hash.
  private var recent = InlineArray<3, Int>(repeating: 0)

  private func slot(of address: Address) -> Int? {
    guard !entries.isEmpty else { return nil }
    for index in recent.indices where entries[recent[index]].address == address {
      return recent[index]
    }
    return slots[address]
  }

  /// The account of an address that is prepared.
  subscript(address: Address) -> Account? { slot(of: address).map { entries[$0].account } }

  /// Has an account at hand from now on, read from the state if it was not.
  mutating func prepare(_ address: Address, reading: (Address) -> Account) {
    let slot: Int
    if let known = self.slot(of: address) {
      slot = known
    } else {
      slot = entries.count
      entries.append(Entry(address: address, account: reading(address)))
      slots[address] = slot
    }
    guard recent[0] != slot else { return }
    if recent[1] != slot { recent[2] = recent[1] }
    recent[1] = recent[0]
    recent[0] = slot
  }

  mutating func set(_ account: Account, of address: Address) {
    guard let slot = slot(of: address) else {
      preconditionFailure("an account is prepared before it is changed")
    }
    undo.append(
      Undo(slot: slot, account: entries[slot].account, isChanged: entries[slot].isChanged))
    entries[slot].account = account
    entries[slot].isChanged = true
  }

  var savepoint: Int { undo.count }

  mutating func rollBack(to savepoint: Int) {
    while undo.count > savepoint {
      let step = undo.removeLast()
      entries[step.slot].account = step.account
      entries[step.slot].isChanged = step.isChanged
    }
  }

  mutating func forgetSavepoints() {
    undo.removeAll(keepingCapacity: true)
  }

  /// Where the changed accounts are, in the order of their addresses.
  ///
  /// What is moved about while sorting is small: few addresses begin with the same eight bytes.
  private var changedSlots: some Sequence<Int> {
    entries.indices.filter { entries[$0].isChanged }
      .map { (start: entries[$0].address.start, slot: $0) }
      .sorted {
        guard $0.start == $1.start else { return $0.start < $1.start }
        return entries[$0.slot].address < entries[$1.slot].address
      }
      .lazy.map(\.slot)
  }

  /// Writes what has changed into a set of changes, in the order of the addresses.
  func write(into changes: inout ChangeSet, over view: any StateView) {
    for slot in changedSlots {
      let key = Tables.accounts.key(entries[slot].address.bytes.storage.span)
      if !entries[slot].account.isEmpty {
        changes.put(entries[slot].account.bytes, for: key)
      } else if changes.value(for: key, over: view) != nil {
        changes.remove(key)
      }
    }
  }
}
