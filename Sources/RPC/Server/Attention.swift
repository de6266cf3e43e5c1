import Synchronization

/// Connections that the loop shall look at again although the system has nothing to say of them.
final class Attention: Sendable {
  private let ids = Mutex<[UInt64]>([])
  private let signal: Signal

  init(signal: Signal) {
    self.signal = signal
  }

  func ask(for id: UInt64) {
    let isFirst = ids.withLock { ids in
      ids.append(id)
      return ids.count == 1
    }
    if isFirst { signal.send() }
  }

  func take() -> [UInt64] {
    ids.withLock { ids in
      defer { ids = [] }
      return ids
    }
  }
}
