package import Codec
package import Cryptography

/// A member of a validator set.
package struct Validator: Hashable, Sendable {
  /// The operator account.
  package let account: Address
  package let key: PublicKey
  package let power: Power

  package init(account: Address, key: PublicKey, power: Power) {
    self.account = account
    self.key = key
    self.power = power
  }

  /// The order of a set: more power first, then the lower account.
  static func precedes(_ left: Validator, _ right: Validator) -> Bool {
    left.power != right.power ? left.power > right.power : left.account < right.account
  }
}

extension Validator: Canonical {
  package func encode(into writer: inout ByteWriter) {
    writer.write(account)
    writer.write(key)
    writer.write(power)
  }

  package init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    account = try Address(from: &reader, in: bytes)
    key = try PublicKey(from: &reader, in: bytes)
    power = try Power(from: &reader, in: bytes)
  }
}
