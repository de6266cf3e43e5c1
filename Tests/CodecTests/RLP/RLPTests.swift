import Codec
import TestSupport
import Testing

/// An item as nested as it comes, for writing and reading without knowing what it means.
private indirect enum Item: Equatable {
  case bytes([UInt8])
  case list([Item])

  static func text(_ text: String) -> Self { .bytes(Array(text.utf8)) }

  func write(into writer: inout RLPWriter) {
    switch self {
    case .bytes(let bytes): writer.write(bytes.span)
    case .list(let items):
      writer.writeList { writer in
        for item in items { item.write(into: &writer) }
      }
    }
  }

  var form: [UInt8] {
    var writer = RLPWriter()
    write(into: &writer)
    return writer.bytes
  }

  /// Reads the next item, of whichever kind it is.
  init(from reader: inout RLPReader, in bytes: Span<UInt8>) throws(RLPError) {
    var attempt = reader
    do throws(RLPError) {
      let range = try attempt.readBytes(in: bytes)
      self = .bytes([UInt8](copying: bytes.extracting(range)))
      reader = attempt
      return
    } catch {
      guard error == .expectedBytes else { throw error }
    }
    var inner = try reader.readList(in: bytes)
    var items: [Item] = []
    while !inner.isAtEnd { items.append(try Item(from: &inner, in: bytes)) }
    self = .list(items)
  }

  init(form bytes: [UInt8]) throws(RLPError) {
    var reader = RLPReader(range: 0..<bytes.count)
    try self.init(from: &reader, in: bytes.span)
    try reader.finish()
  }

  init(drawnFrom random: inout SplitMix64, depth: Int = 0) {
    guard depth < 3, random.happens(oneIn: 3) else {
      self = .bytes(random.bytes(count: random.happens(oneIn: 4) ? 0...70 : 0...2))
      return
    }
    var items: [Item] = []
    for _ in 0..<random.number(in: 0...6) {
      items.append(Item(drawnFrom: &random, depth: depth + 1))
    }
    self = .list(items)
  }
}

@Suite struct RLPTests {
  private static let seafarers = [Item.text("asdf"), .text("qwer"), .text("zxcv")]
  private static var lorem: String { "Lorem ipsum dolor sit amet, consectetur adipisicing elit" }

  /// From the Ethereum Yellow Paper, appendix B, and the example files of the Ethereum tests.
  private static let forms: [(item: Item, form: String)] = [
    (.text(""), "80"),
    (.bytes([0x00]), "00"),
    (.bytes([0x0F]), "0f"),
    (.bytes([0x7F]), "7f"),
    (.bytes([0x80]), "8180"),
    (.bytes([0x04, 0x00]), "820400"),
    (.text("dog"), "83646f67"),
    (.list([.text("cat"), .text("dog")]), "c88363617483646f67"),
    (.list([]), "c0"),
    (
      .list([.list([]), .list([.list([])]), .list([.list([]), .list([.list([])])])]),
      "c7c0c1c0c3c0c1c0"
    ),
    (.text(lorem), "b838" + Hex.encode(Array(lorem.utf8).span)),
    (
      .list(seafarers + seafarers + seafarers + seafarers.prefix(2)),
      "f784617364668471776572847a78637684617364668471776572847a786376"
        + "84617364668471776572847a78637684617364668471776572"
    ),
    (
      .list(Array(repeating: .list(seafarers), count: 4)),
      "f840" + String(repeating: "cf84617364668471776572847a786376", count: 4)
    ),
    (.bytes(Array(repeating: 5, count: 1_024)), "b90400" + String(repeating: "05", count: 1_024)),
  ]

  @Test func `items have their published forms`() throws {
    for (item, form) in Self.forms {
      #expect(Hex.encode(item.form.span) == form)
      #expect(try Item(form: Hex.decode(form)) == item)
    }
  }

  @Test func `lengths of 55 and 56 stand on either side of the long form`() throws {
    for count in [54, 55, 56, 57, 255, 256, 257, 65_535, 65_536] {
      for item in [
        Item.bytes(Array(repeating: 1, count: count)),
        .list(Array(repeating: .bytes([1]), count: count)),
      ] {
        let form = item.form
        #expect(form.count == count + (count < 56 ? 1 : count < 256 ? 2 : count < 65_536 ? 3 : 4))
        #expect(try Item(form: form) == item)
      }
      #expect(
        RLPHeader(listPayloadCount: count).bytes
          == Array(Item.list(Array(repeating: .bytes([1]), count: count)).form.dropLast(count)))
    }
  }

  @Test(arguments: Seeds.few) func `items come back, and what is near a form is refused`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      let item = Item(drawnFrom: &random)
      #expect(try Item(form: item.form) == item)
      let violations = Rejection.violations(of: item.form) { bytes in
        try? Item(form: [UInt8](copying: bytes)).form
      }
      #expect(violations.isEmpty)
    }
  }

  /// After the invalid examples of the Ethereum tests, and each rule of strictness.
  private static let refused: [(form: String, error: RLPError)] = [
    ("", .truncated(needed: 1, available: 0)),
    // One byte that is its own form, with a length in front.
    ("8100", .byteNotMinimal),
    ("817f", .byteNotMinimal),
    // A long form that a short one would do for.
    ("b800", .lengthNotMinimal),
    ("b80101", .lengthNotMinimal),
    ("b837" + String(repeating: "01", count: 55), .lengthNotMinimal),
    ("f800", .lengthNotMinimal),
    ("f837" + String(repeating: "01", count: 55), .lengthNotMinimal),
    // A length with leading zeros.
    ("b90038" + String(repeating: "01", count: 56), .lengthNotMinimal),
    ("ba000400", .lengthNotMinimal),
    ("f90038" + String(repeating: "01", count: 56), .lengthNotMinimal),
    ("bf0000000000000001ff", .lengthNotMinimal),
    // Less than the length says.
    ("83646f", .truncated(needed: 3, available: 2)),
    ("b838aa", .truncated(needed: 56, available: 1)),
    ("b8", .truncated(needed: 1, available: 0)),
    ("ba0100", .truncated(needed: 3, available: 2)),
    ("c1", .truncated(needed: 1, available: 0)),
    ("f838aa", .truncated(needed: 56, available: 1)),
    // A byte string that sticks out of its list.
    ("c3836f6700", .truncated(needed: 3, available: 2)),
    ("c2c3010203", .truncated(needed: 3, available: 1)),
    // Lengths close to the largest of four and of eight bytes.
    ("bbffffffff00", .truncated(needed: 0xFFFF_FFFF, available: 1)),
    ("fbffffffff00", .truncated(needed: 0xFFFF_FFFF, available: 1)),
    ("bc0100000000", .lengthTooLong(bytes: 5)),
    ("bf0fffffffffffffff00", .lengthTooLong(bytes: 8)),
    ("bf7fffffffffffffff00", .lengthTooLong(bytes: 8)),
    ("bfffffffffffffffff00", .lengthTooLong(bytes: 8)),
    ("ffffffffffffffffff00", .lengthTooLong(bytes: 8)),
    ("ffffffffffffffffff", .lengthTooLong(bytes: 8)),
    ("ffffffffffffffff", .truncated(needed: 8, available: 7)),
    // More than one item.
    ("0000", .trailing(count: 1)),
    ("c000", .trailing(count: 1)),
    ("83646f6783646f67", .trailing(count: 4)),
  ]

  @Test(arguments: refused) func `what encoding would not write is refused`(
    form: String, error: RLPError
  ) throws {
    let bytes = try Hex.decode(form)
    #expect(throws: error) { try Item(form: bytes) }
  }

  @Test(arguments: Seeds.few) func `arbitrary bytes are refused or are a form`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<5_000 {
      var bytes = random.bytes(count: 0...12)
      if let first = bytes.first, random.happens(oneIn: 2) { bytes[0] = first | 0xB0 }
      if let item = try? Item(form: bytes) { #expect(item.form == bytes) }
    }
  }
}

@Suite struct RLPIntegerTests {
  private func written(_ number: UInt256) -> [UInt8] {
    var writer = RLPWriter()
    writer.write(number)
    return writer.bytes
  }

  private func read<Value>(
    _ form: [UInt8],
    _ body: (inout RLPReader, Span<UInt8>) throws(RLPError) -> Value
  ) throws(RLPError) -> Value {
    var reader = RLPReader(range: 0..<form.count)
    let value = try body(&reader, form.span)
    try reader.finish()
    return value
  }

  private func readUInt64(_ form: [UInt8]) throws(RLPError) -> UInt64 {
    try read(form) { (reader, bytes) throws(RLPError) in try reader.readUInt64(in: bytes) }
  }

  private func readUInt256(_ form: [UInt8]) throws(RLPError) -> UInt256 {
    try read(form) { (reader, bytes) throws(RLPError) in try reader.readUInt256(in: bytes) }
  }

  private func readPadded(_ form: [UInt8]) throws(RLPError) -> FixedBytes<32> {
    try read(form) { (reader, bytes) throws(RLPError) in try reader.readPadded(in: bytes) }
  }

  private func readFixed(_ form: [UInt8]) throws(RLPError) -> FixedBytes<3> {
    try read(form) { (reader, bytes) throws(RLPError) in try reader.readFixed(in: bytes) }
  }

  @Test(arguments: [
    (0, "80"), (1, "01"), (15, "0f"), (127, "7f"), (128, "8180"), (1_024, "820400"),
    (100_000, "830186a0"), (UInt64.max, "88ffffffffffffffff"),
  ]) func `integers have their published forms`(number: UInt64, form: String) throws {
    var writer = RLPWriter()
    writer.write(number)
    #expect(Hex.encode(writer.bytes.span) == form)
    #expect(written(UInt256(number)) == writer.bytes)
    #expect(try readUInt64(writer.bytes) == number)
    #expect(try readUInt256(writer.bytes) == UInt256(number))
  }

  @Test(arguments: Seeds.few) func `integers come back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let number = random.uint256()
      let form = written(number)
      #expect(try readUInt256(form) == number)
      #expect(try readPadded(form) == number.bigEndianBytes)
    }
    #expect(try readUInt256(written(.max)) == .max)
  }

  @Test func `an integer with leading zeros is refused`() {
    for form: [UInt8] in [[0x00], [0x82, 0x00, 0x01], [0x83, 0x00, 0x00, 0x00]] {
      #expect(throws: RLPError.leadingZero) { try readUInt64(form) }
      #expect(throws: RLPError.leadingZero) { try readUInt256(form) }
      #expect(throws: RLPError.leadingZero) { try readPadded(form) }
    }
  }

  @Test func `an integer wider than its type is refused`() {
    let nine: [UInt8] = [0x89] + Array(repeating: 1, count: 9)
    #expect(throws: RLPError.integerTooWide(bytes: 9, limit: 8)) { try readUInt64(nine) }
    let many: [UInt8] = [0xA1] + Array(repeating: 1, count: 33)
    #expect(throws: RLPError.integerTooWide(bytes: 33, limit: 32)) { try readUInt256(many) }
    #expect(throws: RLPError.integerTooWide(bytes: 33, limit: 32)) { try readPadded(many) }
  }

  @Test func `a value of fixed size is exactly as long`() throws {
    #expect(try readFixed([0x83, 1, 2, 3]).array == [1, 2, 3])
    #expect(throws: RLPError.wrongLength(bytes: 2, expected: 3)) { try readFixed([0x82, 1, 2]) }
    #expect(throws: RLPError.wrongLength(bytes: 0, expected: 3)) { try readFixed([0x80]) }
    #expect(throws: RLPError.wrongLength(bytes: 1, expected: 3)) { try readFixed([0x01]) }
    var writer = RLPWriter()
    writer.write(FixedBytes<3>(repeating: 9))
    #expect(writer.bytes == [0x83, 9, 9, 9])
  }

  @Test func `a list is no byte string and a byte string no list`() {
    #expect(throws: RLPError.expectedBytes) { try readUInt64([0xC0]) }
    let form: [UInt8] = [0x80]
    var reader = RLPReader(range: 0..<1)
    #expect(throws: RLPError.expectedList) { try reader.readList(in: form.span) }
  }

  @Test func `forms near that of an integer are refused`() {
    for number in [UInt256.zero, UInt256(1_024 as UInt64), .max] {
      let violations = Rejection.violations(of: written(number)) { bytes in
        (try? readUInt256([UInt8](copying: bytes))).map(written)
      }
      #expect(violations.isEmpty)
    }
  }
}
