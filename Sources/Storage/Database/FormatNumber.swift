import Codec

/// A canonical number, for the fact that is one.
struct FormatNumber: Canonical {
  let number: UInt32

  init(_ number: UInt32) {
    self.number = number
  }

  func encode(into writer: inout ByteWriter) { writer.write(number) }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    number = try reader.read(in: bytes)
  }
}

extension FormatNumber {
  /// Refuses a layout that this program does not read.
  static func check(_ found: UInt32, at path: String) throws(StorageError) {
    guard found <= Schema.format else {
      throw .newerFormat(path: path, found: found, known: Schema.format)
    }
    guard found == Schema.format else {
      throw .olderFormat(path: path, found: found, known: Schema.format)
    }
  }
}
