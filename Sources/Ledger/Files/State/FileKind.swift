import Codec

/// What a file is cut into slices for.
enum FileKind: UInt8 {
  case data = 0
  /// Played while it arrives, so in smaller slices.
  case video = 1

  var sliceSizeBytes: UInt64 {
    switch self {
    case .data: 32 << 20
    case .video: 10 << 20
    }
  }

  /// How many slices a file of a size has.
  func sliceCount(sizeBytes: UInt64) -> UInt64 {
    let (whole, rest) = sizeBytes.quotientAndRemainder(dividingBy: sliceSizeBytes)
    return rest == 0 ? whole : whole + 1
  }
}

extension FileKind: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(rawValue)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    guard let kind = Self(rawValue: code) else {
      throw .unknown(type: "kind of file", code: UInt64(code))
    }
    self = kind
  }
}
