package import Chain

/// What a sender has waiting, in the order of nonces, and what its account can pay.
struct SenderQueue: Sendable {
  /// As the newest executed state has it.
  var account: SenderAccount
  private(set) var entries: [WaitingTransaction] = []
  /// What all of them can take together.
  private(set) var spendingMax: UInt128 = 0
  private(set) var sizeBytes = 0

  init(account: SenderAccount) {
    self.account = account
  }

  /// Where the transaction of a nonce stands, or would.
  private func place(of nonce: UInt64) -> Int {
    // Nearly always without gaps, so the guess is nearly always right.
    if let first = entries.first?.nonce, nonce >= first {
      let guess = nonce - first
      if guess < entries.count, entries[Int(guess)].nonce == nonce { return Int(guess) }
    }
    return entries.firstIndex { $0.nonce >= nonce } ?? entries.count
  }

  subscript(nonce: UInt64) -> WaitingTransaction? {
    let place = place(of: nonce)
    return place < entries.count && entries[place].nonce == nonce ? entries[place] : nil
  }

  /// The nonce that follows those that can execute one after the other.
  var pendingNonce: UInt64 {
    var next = account.nonce
    for entry in entries {
      guard entry.nonce == next else { break }
      next += 1
    }
    return next
  }

  /// Puts a transaction in its place, where there is none of its nonce.
  mutating func insert(_ entry: WaitingTransaction) {
    let place = place(of: entry.nonce)
    precondition(
      place == entries.count || entries[place].nonce != entry.nonce, "a nonce has one transaction")
    entries.insert(entry, at: place)
    spendingMax += entry.spendingMax.units
    sizeBytes += entry.sizeBytes
  }

  mutating func remove(_ nonce: UInt64) -> WaitingTransaction? {
    let place = place(of: nonce)
    guard place < entries.count, entries[place].nonce == nonce else { return nil }
    let entry = entries.remove(at: place)
    spendingMax -= entry.spendingMax.units
    sizeBytes -= entry.sizeBytes
    return entry
  }
}

/// What decides whether a sender's next transactions can execute.
package struct SenderAccount: Hashable, Sendable {
  /// The number of its next transaction.
  package let nonce: UInt64
  package let balance: Wei

  package init(nonce: UInt64, balance: Wei) {
    self.nonce = nonce
    self.balance = balance
  }
}
