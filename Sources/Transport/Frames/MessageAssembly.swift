import Codec

/// Messages that have arrived in part, at most one of each queue.
struct MessageAssembly: Sendable {
  private struct Part: Sendable {
    let sizeBytes: Int
    var bytes: [UInt8]
  }

  private var parts: [Part?] = Array(repeating: nil, count: PeerQueue.allCases.count)

  /// Takes the first frame of a message, which is returned if that is all of it.
  mutating func begin(
    _ queue: PeerQueue, _ contents: Span<UInt8>
  ) throws(FrameViolation) -> [UInt8]? {
    guard parts[Int(queue.rawValue)] == nil else { throw .messageInsideMessage }
    var reader = ByteReader()
    guard let size = try? reader.read(UInt32.self, in: contents) else { throw .malformed }
    let limit = TransportLimits.messageSizeBytesMax(queue)
    guard size > 0, size <= UInt32(limit) else {
      throw .messageTooLarge(queue, sizeBytes: Int(size), limit: limit)
    }
    let rest = contents.extracting(reader.position...)
    guard !rest.isEmpty, rest.count <= Int(size) else { throw .malformed }
    if rest.count == Int(size) { return [UInt8](copying: rest) }
    var part = Part(sizeBytes: Int(size), bytes: [])
    // What has not come yet takes no memory before it does.
    part.bytes.reserveCapacity(min(part.sizeBytes, 4 * TransportLimits.framePayloadBytesMax))
    part.bytes.append(copying: rest)
    parts[Int(queue.rawValue)] = part
    return nil
  }

  /// Takes another frame of a message, which is returned once it is whole.
  mutating func go(
    on queue: PeerQueue, _ contents: Span<UInt8>
  ) throws(FrameViolation) -> [UInt8]? {
    guard var part = parts[Int(queue.rawValue)].take() else { throw .noMessageToGoOnWith }
    guard !contents.isEmpty, contents.count <= part.sizeBytes - part.bytes.count else {
      throw .malformed
    }
    part.bytes.append(copying: contents)
    if part.bytes.count == part.sizeBytes { return part.bytes }
    parts[Int(queue.rawValue)] = part
    return nil
  }
}
