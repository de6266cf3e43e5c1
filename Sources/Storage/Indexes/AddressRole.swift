/// What an address has to do with a transaction.
package struct AddressRole: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  var bytes: [UInt8] { [rawValue] }

  package static let sender = AddressRole(rawValue: 1)
  package static let recipient = AddressRole(rawValue: 2)
}
