import Chain
import Codec

/// A part of a list, and the cursor at which the next part begins.
struct AddressPage: ABIRecord {
  let addresses: [Address]
  let next: UInt256

  static let fields = ABIFields(Self.init, "addresses", "next") { ($0.addresses, $0.next) }
}

extension Books {
  /// A part of a table that is kept in the order of creation: at most 1,000 entries.
  func page(
    of table: Records<Address, UInt64>, counted single: Place<Count>, from cursor: UInt256,
    limit: UInt16
  ) -> AddressPage {
    let count = count(of: single)
    guard cursor < UInt256(count) else { return AddressPage(addresses: [], next: UInt256(count)) }
    let first = UInt64(cursor.low)
    let end = min(count, first + UInt64(min(limit, 1_000)))
    return AddressPage(
      addresses: (first..<end).compactMap { self[table[$0]] }, next: UInt256(end))
  }
}
