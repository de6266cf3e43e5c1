/// What connects a Swift struct with the contract interface: its properties, named and in order.
///
/// The compiler infers the types from the initialiser and holds the names and the properties
/// against it, so the one declaration cannot disagree with itself:
///
/// ```swift
/// static let fields = ABIFields(Self.init, "to", "value") { ($0.to, $0.value) }
/// ```
package struct ABIFields<Record>: Sendable {
  package let list: [ABIField]
  private let write: @Sendable (Record, _ select: (ABIField) -> Bool, inout ABIEncoder) -> Void
  private let read: @Sendable (inout ABIDecoder, Span<UInt8>) throws(ABIError) -> Record

  package init<each Value: ABIValue>(
    _ make: @escaping @Sendable (repeat each Value) -> Record,
    _ names: repeat ABIName<each Value>,
    values: @escaping @Sendable (Record) -> (repeat each Value)
  ) {
    var list: [ABIField] = []
    for (name, type) in repeat (each names, (each Value).self) {
      list.append(ABIField(name.text, of: type, isIndexed: name.isIndexed))
    }
    self.list = list
    write = { [list] record, select, encoder in
      var fields = list.makeIterator()
      for value in repeat each values(record) {
        let isSelected = fields.next().map(select) ?? false
        if isSelected { value.encode(into: &encoder) }
      }
    }
    read = { (decoder, bytes) throws(ABIError) in
      make(repeat try (each Value)(from: &decoder, in: bytes))
    }
  }

  /// Writes the members that are selected, in order.
  func encodeMembers(
    of record: Record, where select: (ABIField) -> Bool, into encoder: inout ABIEncoder
  ) {
    write(record, select, &encoder)
  }

  /// Reads all members in order.
  func decodeMembers(
    from decoder: inout ABIDecoder, in bytes: Span<UInt8>
  ) throws(ABIError) -> Record {
    try read(&decoder, bytes)
  }
}
