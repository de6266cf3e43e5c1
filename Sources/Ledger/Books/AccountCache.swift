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
    var account: Account
    /// Whether the state does not have it like this yet.
    var isChanged: Bool
  }

  private struct Undo {
    let address: Address
    /// Nothing when the account had not been read before it was written.
    let entry: Entry?
  }

  private var entries: [Address: Entry] = [:]
  private var undo: [Undo] = []

  subscript(address: Address) -> Account? { entries[address]?.account }

  /// Keeps an account as the state has it.
  mutating func keep(_ account: Account, of address: Address) {
    precondition(entries[address] == nil, "an account is read once")
    entries[address] = Entry(account: account, isChanged: false)
  }

  mutating func set(_ account: Account, of address: Address) {
    let old = entries.updateValue(Entry(account: account, isChanged: true), forKey: address)
    undo.append(Undo(address: address, entry: old))
  }

  var savepoint: Int { undo.count }

  mutating func rollBack(to savepoint: Int) {
    while undo.count > savepoint {
      let step = undo.removeLast()
      entries[step.address] = step.entry
    }
  }

  mutating func forgetSavepoints() {
    undo.removeAll(keepingCapacity: true)
  }

  /// Writes what has changed into a set of changes, in the order of the addresses.
  func write(into changes: inout ChangeSet, over view: any StateView) {
    let changed = entries.filter { $0.value.isChanged }.sorted { $0.key < $1.key }
    for (address, entry) in changed {
      let key = Tables.accounts.key(address.bytes.storage.span)
      if !entry.account.isEmpty {
        changes.put(entry.account.bytes, for: key)
      } else if changes.value(for: key, over: view) != nil {
        changes.remove(key)
      }
    }
  }
}
