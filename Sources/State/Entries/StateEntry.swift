/// A key of the state with the value it has.
package struct StateEntry: Hashable, Sendable {
  package let key: StateKey
  package let value: [UInt8]

  package init(key: StateKey, value: [UInt8]) {
    self.key = key
    self.value = value
  }
}
