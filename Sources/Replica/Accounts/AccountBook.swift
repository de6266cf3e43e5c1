import Chain
import Codec
import Ledger
import State

/// The accounts of senders as the newest executed state has them.
///
/// What was committed is read from the database's view; what was executed since is kept here.
struct AccountBook {
  private var view: any StateView
  /// By height, what its execution changed.
  private var executed = SortedMap<Height, [Address: SenderAccount]>()

  init(over view: any StateView) {
    self.view = view
  }

  subscript(address: Address) -> SenderAccount {
    var newest: SenderAccount?
    for (_, accounts) in executed {
      if let account = accounts[address] { newest = account }
    }
    if let newest { return newest }
    let account = Books(over: view).account(address)
    return SenderAccount(nonce: account.nonce, balance: account.balance)
  }

  mutating func execute(_ report: ExecutionReport) {
    var accounts: [Address: SenderAccount] = [:]
    for (address, state) in report.senders { accounts[address] = state }
    executed[report.height] = accounts
  }

  mutating func commit(_ height: Height, _ view: any StateView) {
    self.view = view
    while let first = executed.first?.key, first <= height { executed[first] = nil }
  }
}
