import Synchronization

/// Connections that a loop shall look at again although the system has nothing to say of them.
package final class Attention: Sendable {
  private let ids = Mutex<[UInt64]>([])
  private let signal: Signal

  package init(signal: Signal) {
    self.signal = signal
  }

  package func ask(for id: UInt64) {
    let isFirst = ids.withLock { ids in
      ids.append(id)
      return ids.count == 1
    }
    if isFirst { signal.send() }
  }

  package func take() -> [UInt64] {
    ids.withLock { ids in
      defer { ids = [] }
      return ids
    }
  }
}
