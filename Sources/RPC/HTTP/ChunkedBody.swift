/// Decodes a body that comes in chunks.
struct ChunkedBody: Sendable {
  private enum State: Sendable {
    case size
    case data(left: Int)
    case dataEnd
    case trailer
  }

  private(set) var bytes: [UInt8] = []
  private var state = State.size
  /// How much of the incomplete line at the front of the input has been looked at.
  private var scanned = 0
  /// What extensions and trailers have taken.
  private var extraCount = 0

  /// Reads what there is; true when the body is complete.
  mutating func read(
    from input: inout InputBuffer, limit: Int
  ) throws(HTTPRefusal) -> Bool {
    while true {
      switch state {
      case .size:
        guard let line = try readLine(from: &input) else { return false }
        let size = try chunkSize(line)
        guard bytes.count + size <= limit else {
          throw HTTPRefusal(.contentTooLarge, "a body has at most \(limit) bytes")
        }
        state = size == 0 ? .trailer : .data(left: size)
      case .data(let left):
        let part = input.take(min(left, input.count))
        bytes.append(contentsOf: part)
        guard part.count == left else {
          state = .data(left: left - part.count)
          return false
        }
        state = .dataEnd
      case .dataEnd:
        guard let line = try readLine(from: &input) else { return false }
        guard line.isEmpty else { throw .malformed("a chunk is longer than it says") }
        state = .size
      case .trailer:
        guard let line = try readLine(from: &input) else { return false }
        if line.isEmpty { return true }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
          line[..<colon].allSatisfy(HTTPHead.isTokenByte)
        else { throw .malformed("a trailer is no field") }
        try checkText(line)
      }
    }
  }

  /// Takes a line without its end, or nothing if it is not complete.
  private mutating func readLine(
    from input: inout InputBuffer
  ) throws(HTTPRefusal) -> ArraySlice<UInt8>? {
    let start = input.start
    guard let end = input.bytes[(start + scanned)...].firstIndex(of: 0x0A) else {
      scanned = input.count
      guard extraCount + scanned <= RPCLimits.chunkExtensionBytesMax else { throw Self.tooMuch }
      return nil
    }
    guard end > start, input.bytes[end - 1] == 0x0D else {
      throw .malformed("a line ends without a carriage return")
    }
    scanned = 0
    return input.take(end + 1 - start).dropLast(2)
  }

  private static let tooMuch = HTTPRefusal(
    .fieldsTooLarge,
    "chunk extensions and trailers have at most \(RPCLimits.chunkExtensionBytesMax) bytes")

  private mutating func chunkSize(_ line: ArraySlice<UInt8>) throws(HTTPRefusal) -> Int {
    let digits = line.prefix { $0.hexValue != nil }
    guard (1...8).contains(digits.count),
      let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw .malformed("a chunk has no size, or an endless one") }
    let rest = line[digits.endIndex...]
    // White space may only stand in front of an extension, for those who put it there.
    let extensions = rest.drop { $0 == 0x20 || $0 == 0x09 }
    guard rest.isEmpty || extensions.first == UInt8(ascii: ";") else {
      throw .malformed("the size of a chunk is no number")
    }
    try checkText(rest)
    return size
  }

  private mutating func checkText(_ text: ArraySlice<UInt8>) throws(HTTPRefusal) {
    extraCount += text.count
    guard extraCount <= RPCLimits.chunkExtensionBytesMax else { throw Self.tooMuch }
    guard text.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
      throw .malformed("a line has control characters")
    }
  }
}
