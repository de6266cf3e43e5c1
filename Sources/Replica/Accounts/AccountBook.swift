import Chain
import Codec
import Ledger
import State

/// The accounts of senders as the newest executed state has them.
///
/// What was committed is read from the database's view; what was executed since is kept here.
struct AccountBook {
  private struct Entry {
    let height: Height
    let account: SenderAccount
  }

  private var view: any StateView
  /// What execution made of accounts since the last commit, and by height whose it changed.
  private var newest: [Address: Entry] = [:]
  private var changed = SortedMap<Height, [Address]>()

  init(over view: any StateView) {
    self.view = view
  }

  subscript(address: Address) -> SenderAccount {
    if let entry = newest[address] { return entry.account }
    let account = Books(over: view).account(address)
    return SenderAccount(nonce: account.nonce, balance: account.balance)
  }

  mutating func execute(_ report: ExecutionReport) {
    for (address, account) in report.senders {
      newest[address] = Entry(height: report.height, account: account)
    }
    changed[report.height] = report.senders.map(\.account)
  }

  mutating func commit(_ height: Height, _ view: any StateView) {
    self.view = view
    while let (first, addresses) = changed.first, first <= height {
      changed[first] = nil
      for address in addresses where newest[address]?.height == first { newest[address] = nil }
    }
  }
}
