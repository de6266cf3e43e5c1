import Chain
import Codec
import Consensus
import Ledger
import State
import Testing

@Suite("Books")
struct BooksTests {
  private let alice = Address(protocol: 0x7001)
  private let bob = Address(protocol: 0x7002)

  private func books() throws -> Books {
    Books(over: try Devnet(rich: [alice]).state)
  }

  @Test("What fails leaves no trace, also inside of what succeeds")
  func attempts() throws {
    var books = try books()
    let start = books.account(alice).balance
    try books.attempt { (books) throws(Refusal) in
      try books.transfer(from: alice, to: bob, amount: Wei(5))
      try? books.attempt { (books) throws(Refusal) in
        try books.transfer(from: alice, to: bob, amount: Wei(7))
        throw Refusal("for the test")
      }
    }
    #expect(books.account(bob).balance == Wei(5))
    #expect(throws: Refusal("for the test")) {
      try books.attempt { (books) throws(Refusal) in
        try books.transfer(from: bob, to: alice, amount: Wei(5))
        throw Refusal("for the test")
      }
    }
    #expect(books.account(bob).balance == Wei(5))
    #expect(try books.account(alice).balance == start.subtracting(Wei(5)))
  }

  @Test("Nobody moves more than there is, and moving to oneself moves nothing")
  func transfers() throws {
    var books = try books()
    let balance = books.account(alice).balance
    #expect(throws: Refusal.self) {
      try books.transfer(from: alice, to: bob, amount: balance.adding(Wei(1)))
    }
    #expect(throws: Refusal.self) {
      try books.transfer(from: alice, to: alice, amount: balance.adding(Wei(1)))
    }
    #expect(throws: Refusal.self) { try books.transfer(from: bob, to: alice, amount: Wei(1)) }
    try books.transfer(from: alice, to: alice, amount: balance)
    try books.transfer(from: bob, to: alice, amount: .zero)
    #expect(books.account(alice).balance == balance)
    #expect(books.changes.isEmpty)
  }

  @Test("An account with nothing in it is not kept")
  func emptyAccounts() throws {
    var books = try books()
    try books.transfer(from: alice, to: bob, amount: Wei(1))
    #expect(books.changes.count == 2)
    try books.transfer(from: bob, to: alice, amount: Wei(1))
    #expect(books.changes.count == 1)
  }

  @Test("Numbers in keys stand in their order")
  func keys() {
    #expect(Tables.receiptsRoots[255].key < Tables.receiptsRoots[256].key)
    #expect(Tables.receiptsRoots[256].key < Tables.receiptsRoots[.max].key)
    #expect(Tables.receiptsRoots[0x0102].key.bytes == [Tables.receiptsRoots.table.id, 1, 2])
    // Light clients, which know no tables, look in the same place.
    let place = FinalHeader.receiptsRootKey(Height(65_536 + 0x0102))
    #expect(place == Tables.receiptsRoots[0x0102].key)
  }
}
