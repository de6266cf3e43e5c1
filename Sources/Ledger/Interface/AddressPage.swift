import Chain
import Codec

/// A part of a list, and the cursor at which the next part begins.
struct AddressPage: ABIRecord {
  let addresses: [Address]
  let next: UInt256

  static let fields = ABIFields(Self.init, "addresses", "next") { ($0.addresses, $0.next) }
}

/// How much of a list one answer holds.
enum Page {
  static let entriesMax: UInt16 = 1_000

  /// The numbers of the entries of a page, in a list of so many.
  static func numbers(
    below count: UInt64, from cursor: UInt256, limit: UInt16
  ) -> Range<UInt64> {
    guard cursor < UInt256(count) else { return count..<count }
    let first = UInt64(cursor.low)
    return first..<min(count, first + UInt64(min(limit, entriesMax)))
  }
}

extension Books {
  /// A part of a table that is kept in the order of creation.
  func page(
    of table: Records<Address, UInt64>, counted single: Place<Count>, from cursor: UInt256,
    limit: UInt16
  ) -> AddressPage {
    let numbers = Page.numbers(below: count(of: single), from: cursor, limit: limit)
    return AddressPage(
      addresses: numbers.compactMap { self[table[$0]] }, next: UInt256(numbers.upperBound))
  }
}
