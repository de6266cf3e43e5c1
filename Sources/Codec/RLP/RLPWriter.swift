/// Builds the RLP form of byte strings, integers and lists.
package struct RLPWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func write(_ string: Span<UInt8>) {
    if string.count == 1 && string[0] < 0x80 {
      bytes.append(string[0])
    } else {
      bytes.append(copying: RLPHeader(offset: 0x80, payloadCount: string.count).bytes.span)
      bytes.append(copying: string)
    }
  }

  package mutating func write<let count: Int>(_ string: FixedBytes<count>) {
    write(string.storage.span)
  }

  package mutating func write(_ number: some FixedWidthInteger & UnsignedInteger) {
    write(UInt256(number))
  }

  /// Writes an integer without leading zeros; zero is the empty byte string.
  package mutating func write(_ number: UInt256) {
    let digits = number.bigEndianBytes
    var start = 0
    while start < 32 && digits[start] == 0 { start += 1 }
    write(digits.storage.span.extracting(start..<32))
  }

  /// Writes items that are encoded already.
  package mutating func append(encoded items: RLPWriter) {
    bytes.append(contentsOf: items.bytes)
  }

  /// Writes a list of whatever the body writes.
  package mutating func writeList(_ body: (inout RLPWriter) -> Void) {
    var payload = RLPWriter()
    body(&payload)
    bytes.append(copying: RLPHeader(offset: 0xC0, payloadCount: payload.bytes.count).bytes.span)
    bytes.append(contentsOf: payload.bytes)
  }
}

/// The bytes in front of an RLP payload that tell its kind and length.
package struct RLPHeader {
  package let bytes: [UInt8]

  /// The header of a list whose items take up the given number of bytes.
  package init(listPayloadCount: Int) {
    self.init(offset: 0xC0, payloadCount: listPayloadCount)
  }

  init(offset: UInt8, payloadCount: Int) {
    guard payloadCount > 55 else {
      bytes = [offset + UInt8(payloadCount)]
      return
    }
    var length: [UInt8] = []
    var rest = payloadCount
    while rest > 0 {
      length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
      rest >>= 8
    }
    bytes = [offset + 55 + UInt8(length.count)] + length
  }
}
