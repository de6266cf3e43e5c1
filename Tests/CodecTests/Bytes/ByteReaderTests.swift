import Codec
import TestSupport
import Testing

@Suite struct ByteReaderTests {
  @Test func `numbers of each width are little-endian`() throws {
    let bytes: [UInt8] = Array(1...31)
    var reader = ByteReader()
    #expect(try reader.read(UInt8.self, in: bytes.span) == 0x01)
    #expect(try reader.read(UInt16.self, in: bytes.span) == 0x0302)
    #expect(try reader.read(UInt32.self, in: bytes.span) == 0x0706_0504)
    #expect(try reader.read(UInt64.self, in: bytes.span) == 0x0F0E_0D0C_0B0A_0908)
    #expect(
      try reader.read(UInt128.self, in: bytes.span)
        == 0x1F1E_1D1C_1B1A_1918_1716_1514_1312_1110)
    try reader.finish(in: bytes.span)
    var writer = ByteWriter()
    writer.write(0x01 as UInt8)
    writer.write(0x0302 as UInt16)
    writer.write(0x0706_0504 as UInt32)
    writer.write(0x0F0E_0D0C_0B0A_0908 as UInt64)
    writer.write(0x1F1E_1D1C_1B1A_1918_1716_1514_1312_1110 as UInt128)
    #expect(writer.bytes == bytes)
  }

  @Test(arguments: Seeds.few) func `numbers of each width come back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func expectRoundTrip<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) throws {
      var writer = ByteWriter()
      writer.write(number)
      var reader = ByteReader()
      #expect(try reader.read(Number.self, in: writer.bytes.span) == number)
      try reader.finish(in: writer.bytes.span)
    }
    for _ in 0..<200 {
      try expectRoundTrip(random.unsigned(UInt8.self))
      try expectRoundTrip(random.unsigned(UInt16.self))
      try expectRoundTrip(random.unsigned(UInt32.self))
      try expectRoundTrip(random.unsigned(UInt64.self))
      try expectRoundTrip(random.unsigned(UInt128.self))
    }
  }

  @Test func `a read beyond the end is refused and leaves the reader where it was`() throws {
    let bytes: [UInt8] = [1, 2, 3]
    var reader = ByteReader()
    #expect(throws: ByteError.truncated(needed: 4, available: 3)) {
      try reader.read(UInt32.self, in: bytes.span)
    }
    #expect(reader.position == 0)
    #expect(try reader.take(3, in: bytes.span) == 0..<3)
    #expect(reader.remaining(in: bytes.span) == 0)
    #expect(throws: ByteError.truncated(needed: 1, available: 0)) {
      try reader.read(UInt8.self, in: bytes.span)
    }
    #expect(try reader.take(0, in: bytes.span) == 3..<3)
  }

  @Test func `what is left over is refused`() throws {
    let bytes: [UInt8] = [1, 2, 3]
    var reader = ByteReader()
    _ = try reader.take(1, in: bytes.span)
    #expect(throws: ByteError.trailing(count: 2)) { try reader.finish(in: bytes.span) }
  }

  @Test func `a byte string may be as long as its limit and no longer`() throws {
    var writer = ByteWriter()
    writer.writeBytes([7, 8, 9].span)
    #expect(writer.bytes == [3, 0, 0, 0, 7, 8, 9])
    var reader = ByteReader()
    #expect(try reader.readBytes(atMost: 3, in: writer.bytes.span) == 4..<7)
    reader = ByteReader()
    #expect(try reader.readArray(atMost: 3, in: writer.bytes.span) == [7, 8, 9])
    reader = ByteReader()
    #expect(throws: ByteError.tooLong(count: 3, limit: 2)) {
      try reader.readBytes(atMost: 2, in: writer.bytes.span)
    }
  }

  @Test func `a length beyond the bytes is refused, up to the largest that can be written`() {
    let bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 1]
    var reader = ByteReader()
    #expect(throws: ByteError.tooLong(count: 0xFFFF_FFFF, limit: 1_000)) {
      try reader.readArray(atMost: 1_000, in: bytes.span)
    }
    reader = ByteReader()
    #expect(throws: ByteError.truncated(needed: 0xFFFF_FFFF, available: 1)) {
      try reader.readArray(atMost: .max, in: bytes.span)
    }
  }

  @Test func `a list may have as many elements as its limit and no more`() throws {
    let list = [FixedBytes<2>(repeating: 1), FixedBytes<2>(repeating: 2)]
    var writer = ByteWriter()
    writer.writeList(list)
    #expect(writer.bytes == [2, 0, 0, 0, 1, 1, 2, 2])
    var reader = ByteReader()
    #expect(try reader.readList(of: FixedBytes<2>.self, atMost: 2, in: writer.bytes.span) == list)
    reader = ByteReader()
    #expect(throws: ByteError.tooLong(count: 2, limit: 1)) {
      try reader.readList(of: FixedBytes<2>.self, atMost: 1, in: writer.bytes.span)
    }
  }

  @Test func `a list ends at the first element that is missing, whatever count is claimed`() {
    // A list of this count set aside in advance would take 128 GB.
    let bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF] + Array(repeating: 1, count: 40)
    var reader = ByteReader()
    #expect(throws: ByteError.truncated(needed: 32, available: 8)) {
      try reader.readList(of: FixedBytes<32>.self, atMost: .max, in: bytes.span)
    }
    #expect(reader.position == 36)
  }

  @Test func `errors of different kinds or values are different`() {
    let errors: [ByteError] = [
      .truncated(needed: 1, available: 2), .truncated(needed: 2, available: 1),
      .trailing(count: 1), .tooLong(count: 2, limit: 1), .unknown(type: "colour", code: 3),
      .forbidden("a colour is bright"),
    ]
    for (left, first) in errors.enumerated() {
      for (right, second) in errors.enumerated() { #expect((first == second) == (left == right)) }
    }
  }
}

@Suite struct CanonicalTests {
  /// A value with a part of each shape.
  private struct Parcel: Canonical, Equatable {
    var number: UInt32
    var label: [UInt8]
    var marks: [FixedBytes<2>]

    init(number: UInt32, label: [UInt8], marks: [FixedBytes<2>]) {
      self.number = number
      self.label = label
      self.marks = marks
    }

    func encode(into writer: inout ByteWriter) {
      writer.write(number)
      writer.writeBytes(label.span)
      writer.writeList(marks)
    }

    init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
      number = try reader.read(in: bytes)
      label = try reader.readArray(atMost: 20, in: bytes)
      marks = try reader.readList(atMost: 5, in: bytes)
    }
  }

  @Test func `a whole form holds the value and nothing else`() throws {
    let parcel = Parcel(number: 7, label: [1, 2], marks: [.zero])
    let bytes = parcel.canonicalBytes
    #expect(bytes == [7, 0, 0, 0, 2, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0])
    #expect(try Parcel(canonicalBytes: bytes.span) == parcel)
    #expect(throws: ByteError.trailing(count: 1)) {
      try Parcel(canonicalBytes: (bytes + [0]).span)
    }
  }

  @Test(arguments: Seeds.few) func `values come back, and what is near a form is refused`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<20 {
      var marks: [FixedBytes<2>] = []
      for _ in 0..<random.number(in: 0...5) { marks.append(random.fixedBytes()) }
      let parcel = Parcel(
        number: random.unsigned(), label: random.bytes(count: 0...20), marks: marks)
      #expect(try Parcel(canonicalBytes: parcel.canonicalBytes.span) == parcel)
      let violations = Rejection.violations(of: parcel)
      #expect(violations.isEmpty)
    }
  }
}
