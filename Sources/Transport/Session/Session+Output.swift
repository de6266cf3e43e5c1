import Codec

extension Session {
  /// Says who this node is, or who it is in a new epoch; nothing else may be sent before.
  package mutating func introduce(_ introduction: Introduction, at now: Duration) {
    guard sealing != nil, end == nil else { return }
    isAnnounced = true
    notices.introduction = introduction.canonicalBytes
    seal(at: now)
  }

  /// Whether messages may be sent.
  package var isOpen: Bool { isAnnounced && introduction != nil && end == nil }

  /// Puts a message into its queue.
  package mutating func send(_ message: [UInt8], on queue: PeerQueue) {
    guard isOpen else { return }
    queues.append(message, to: queue)
  }

  /// Whether there is something to send, or to seal and send.
  package var hasOutput: Bool {
    !output.isEmpty || isOpen && queues.next != nil
  }

  /// Seals what waits, as long as little sealed waits for the socket.
  package mutating func seal(at now: Duration) {
    guard var cipher = sealing.take() else { return }
    let wasEmpty = output.isEmpty
    while let notice = notices.take() {
      cipher.seal(into: &output.bytes) { bytes in
        bytes.append(notice.kind.code)
        bytes += notice.contents
      }
    }
    while isOpen, output.count < TransportLimits.sealedBytesMax, let queue = queues.next {
      cipher.seal(into: &output.bytes) { queues.take(from: queue, into: &$0) }
    }
    sealing = cipher
    if wasEmpty { lastProgress = now }
  }

  /// Takes note of what the socket took.
  package mutating func didSend(_ count: Int, at now: Duration) {
    guard count > 0 else { return }
    output.remove(count)
    lastProgress = now
  }

  /// Takes note that messages were worked off, and tells the other end now and then.
  package mutating func done(_ sizeBytes: Int) {
    doneBytes = min(deliveredBytes, doneBytes + UInt64(clamping: sizeBytes))
    if doneBytes - creditSaid >= UInt64(TransportLimits.creditStepBytes) {
      creditSaid = doneBytes
      notices.credit = doneBytes
    }
  }

  /// Whether a notice waits.
  package var hasNotices: Bool { sealing != nil && notices.isWaiting }
}
