package import Codec
package import State

/// Where one record of a type is kept.
package struct Place<Value: Canonical>: Sendable {
  package let key: StateKey

  init(key: StateKey) {
    self.key = key
  }

  /// The place of a record of which there is one.
  init(single number: UInt8) {
    key = Tables.singles.key([number].span)
  }
}
