import Chain
import Ledger
import State

extension InMemoryState {
  /// Changes the version of the rules, as a vote does at a close.
  mutating func apply(version: UInt64) {
    var books = Books(over: self)
    var parameters = books[placed: Tables.parameters]
    parameters.protocolVersion = version
    books[Tables.parameters] = parameters
    apply(books.changes)
  }
}
