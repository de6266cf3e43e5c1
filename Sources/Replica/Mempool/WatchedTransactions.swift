import Cryptography

/// Clients' transactions that were sent to everybody, to be sent again if they wait for long: who
/// was not connected then has not got them.
struct WatchedTransactions: Sendable {
  private struct Entry: Sendable {
    let hash: Digest
    let dueAt: UInt64
  }

  /// In the order in which they are due.
  private var entries: [Entry] = []
  private var first = 0

  var count: Int { entries.count - first }

  /// Watches a transaction; when there are too many, the one that is due next is given up.
  mutating func add(_ hash: Digest, dueAt: UInt64) {
    if count >= ReplicaLimits.watchedTransactionsMax { _ = pop() }
    entries.append(Entry(hash: hash, dueAt: dueAt))
  }

  /// Takes out the next one that is due.
  mutating func next(at milliseconds: UInt64) -> Digest? {
    guard first < entries.count, entries[first].dueAt <= milliseconds else { return nil }
    return pop()
  }

  private mutating func pop() -> Digest {
    defer {
      first += 1
      // The room is given back now and then, since that moves all the others.
      if first * 2 >= entries.count {
        entries.removeFirst(first)
        first = 0
      }
    }
    return entries[first].hash
  }
}
