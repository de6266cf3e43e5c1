/// A frame as a client sends it, or as it should not.
struct ClientFrame: Sendable {
  let bytes: [UInt8]

  init(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true, lengthBytes: Int? = nil) {
    let needed = payload.count < 126 ? 0 : payload.count <= 0xFFFF ? 2 : 8
    let lengthBytes = lengthBytes ?? needed
    let mask: UInt8 = isMasked ? 0x80 : 0
    var bytes = [
      first, mask | (lengthBytes == 0 ? UInt8(payload.count) : lengthBytes == 2 ? 126 : 127),
    ]
    for shift in (0..<lengthBytes).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: payload.count >> (8 * shift)))
    }
    guard isMasked else {
      self.bytes = bytes + payload
      return
    }
    let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
    self.bytes = bytes + key + payload.enumerated().map { $1 ^ key[$0 & 3] }
  }
}
