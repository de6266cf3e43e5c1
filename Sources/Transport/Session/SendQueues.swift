import Codec

/// What waits to be sent to one node, in the queues of a connection.
///
/// 1. Each queue is bounded in bytes. A full one drops its oldest messages, except `data`, which
///    takes no more: whoever asked for that asks again.
/// 2. What the other end has not worked off is bounded by a window. Beyond it only urgent queues go
///    on, so that a vote is never stuck behind data which the other end has no time for.
struct SendQueues: Sendable {
  private let windowBytes: Int
  private var queues = Array(repeating: SendQueue(), count: PeerQueue.allCases.count)
  /// Bytes of messages in frames that were sealed.
  private var sentBytes: UInt64 = 0
  /// Bytes of messages that the other end has worked off.
  private var creditedBytes: UInt64 = 0
  private(set) var droppedCount = 0

  init(windowBytes: Int) {
    self.windowBytes = windowBytes
  }

  /// Begins empty, and goes on counting what was dropped.
  init(after other: SendQueues) {
    windowBytes = other.windowBytes
    droppedCount = other.droppedCount
  }

  var byteCount: Int { queues.reduce(0) { $0 + $1.byteCount } }

  mutating func append(_ message: [UInt8], to queue: PeerQueue) {
    precondition(
      !message.isEmpty && message.count <= TransportLimits.messageSizeBytesMax(queue),
      "a message that this node sends is within the limit of its queue")
    let index = Int(queue.rawValue)
    let limit = TransportLimits.queueSizeBytesMax(queue)
    while queues[index].byteCount + message.count > limit {
      droppedCount += 1
      guard queue != .data, queues[index].dropOldest() else { return }
    }
    queues[index].append(message)
  }

  /// Takes the other end's word for what it has worked off.
  mutating func credit(_ total: UInt64) throws(FrameViolation) {
    guard total >= creditedBytes, total <= sentBytes else { throw .wrongCredit }
    creditedBytes = total
  }

  /// The queue whose turn it is, if any may send.
  var next: PeerQueue? {
    let isOpen = sentBytes - creditedBytes < UInt64(windowBytes)
    return PeerQueue.allCases.first { queue in
      (isOpen || queue.isUrgent) && !queues[Int(queue.rawValue)].isEmpty
    }
  }

  /// Adds the contents of the next frame of a queue.
  mutating func take(from queue: PeerQueue, into output: inout [UInt8]) {
    var sent = 0
    queues[Int(queue.rawValue)].take(atMost: TransportLimits.messageBytesPerFrame) {
      message, piece in
      if piece.lowerBound == 0 {
        output.append(FrameKind.first(queue).code)
        var size = UInt32(message.count)
        for _ in 0..<4 {
          output.append(UInt8(truncatingIfNeeded: size))
          size >>= 8
        }
      } else {
        output.append(FrameKind.next(queue).code)
      }
      output.append(copying: message.span.extracting(piece))
      sent = piece.count
    }
    sentBytes += UInt64(sent)
  }
}
