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
  /// Whether a tuple of all members stands behind the head.
  let isDynamic: Bool
  // What follows from the list is kept, since types are costly to put together.
  private let headSizesBytes: (all: Int, indexed: Int)
  private let write: @Sendable (Record, ABIPart, inout ABIEncoder) -> Void
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
    isDynamic = list.contains(where: \.type.isDynamic)
    let areIndexed = list.map(\.isIndexed)
    headSizesBytes = (
      list.reduce(0) { $0 + $1.type.headSizeBytes },
      list.filter(\.isIndexed).reduce(0) { $0 + $1.type.headSizeBytes }
    )
    write = { record, part, encoder in
      var place = 0
      for value in repeat each values(record) {
        if part.contains(isIndexed: areIndexed[place]) { value.encode(into: &encoder) }
        place += 1
      }
    }
    read = { (decoder, bytes) throws(ABIError) in
      make(repeat try (each Value)(from: &decoder, in: bytes))
    }
  }

  /// How many bytes of a head a part of the members takes.
  func headSizeBytes(of part: ABIPart = .all) -> Int {
    switch part {
    case .all: headSizesBytes.all
    case .indexed: headSizesBytes.indexed
    case .data: headSizesBytes.all - headSizesBytes.indexed
    }
  }

  /// Writes a part of the members, in order.
  func encodeMembers(of record: Record, _ part: ABIPart, into encoder: inout ABIEncoder) {
    write(record, part, &encoder)
  }

  /// Reads all members in order.
  func decodeMembers(
    from decoder: inout ABIDecoder, in bytes: Span<UInt8>
  ) throws(ABIError) -> Record {
    try read(&decoder, bytes)
  }
}
