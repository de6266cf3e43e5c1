/// What comes before the payload of a frame.
///
/// ```text
/// | FIN 1 | RSV 3 | opcode 4 | MASK 1 | length 7 | length 16 or 64 | key 32 | payload
/// ```
struct WebSocketFrame: Sendable, Equatable {
  enum Opcode: UInt8, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
  }

  static let controlBytesMax = 125

  let opcode: Opcode
  let isFinal: Bool
  let length: Int
  let key: [UInt8]

  /// Parses a header that a client sent; nothing if it is not complete.
  init?(parsing input: inout InputBuffer) throws(WebSocketClosing) {
    let start = input.start
    let bytes = input.bytes
    guard input.count >= 2 else { return nil }
    let (first, second) = (bytes[start], bytes[start + 1])
    guard first & 0x70 == 0 else {
      throw .protocolError("a reserved bit is set, and no extension was agreed on")
    }
    guard let opcode = Opcode(rawValue: first & 0x0F) else {
      throw .protocolError("the opcode is reserved")
    }
    guard second & 0x80 != 0 else { throw .protocolError("a client masks its frames") }
    let isFinal = first & 0x80 != 0
    let short = Int(second & 0x7F)
    guard !opcode.isControl || isFinal && short <= Self.controlBytesMax else {
      throw .protocolError("a control frame is short and whole")
    }
    let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
    guard input.count >= 2 + lengthBytes + 4 else { return nil }
    let (lengthStart, keyStart) = (start + 2, start + 2 + lengthBytes)
    let long = bytes[lengthStart..<keyStart].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    switch lengthBytes {
    case 2 where long < 126, 8 where long <= UInt16.max:
      throw .protocolError("a length is written in the fewest bytes")
    case 8 where long > UInt64(Int.max):
      throw .protocolError("a length has 63 bits")
    default: break
    }
    self.opcode = opcode
    self.isFinal = isFinal
    length = lengthBytes == 0 ? short : Int(long)
    key = Array(bytes[keyStart..<keyStart + 4])
    input.consume(2 + lengthBytes + 4)
  }

  /// A whole message or control frame, as a server sends it.
  static func bytes(_ opcode: Opcode, _ payload: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(payload.count + 10)
    bytes.append(0x80 | opcode.rawValue)
    switch payload.count {
    case ...125:
      bytes.append(UInt8(payload.count))
    case ...0xFFFF:
      bytes.append(126)
      bytes.append(contentsOf: [UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)])
    default:
      bytes.append(127)
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: payload.count >> shift))
      }
    }
    bytes.append(contentsOf: payload)
    return bytes
  }
}
