package import Chain
import Codec
package import Cryptography

/// Transactions that wait for a block.
///
/// Invariants:
/// 1. `senders`, `index`, `order` and `ages` name exactly the same transactions;
/// 2. no queue is empty, and no nonce in one is below its account's;
/// 3. what a queue's transactions can take together is within its account's balance, as far as the
///    newest executed state tells.
package struct Mempool: Sendable {
  /// Where a transaction stands.
  struct Place: Hashable, Sendable {
    let sender: Address
    let nonce: UInt64
  }

  package let limits: MempoolLimits
  private(set) var senders: [Address: SenderQueue] = [:]
  private var index: [Digest: Place] = [:]
  /// The best first.
  private(set) var order = SortedMap<Rank, Place>()
  private var ages = SortedMap<UInt64, Place>()
  private var sizesByPeer: [Address: Int] = [:]
  private var nextSequence: UInt64 = 0
  package private(set) var sizeBytes = 0

  package init(limits: MempoolLimits = MempoolLimits()) {
    self.limits = limits
  }

  package var count: Int { index.count }
  package var isEmpty: Bool { index.isEmpty }

  package func contains(_ hash: Digest) -> Bool { index[hash] != nil }

  package subscript(hash: Digest) -> WaitingTransaction? {
    guard let place = index[hash] else { return nil }
    return senders[place.sender]?[place.nonce]
  }

  /// What waits of a sender, in the order of nonces.
  package func transactions(of sender: Address) -> [WaitingTransaction] {
    senders[sender]?.entries ?? []
  }

  /// The nonce a sender should use next, if anything of it waits.
  package func pendingNonce(of sender: Address) -> UInt64? { senders[sender]?.pendingNonce }

  func sizeBytes(from peer: Address) -> Int { sizesByPeer[peer] ?? 0 }

  mutating func takeSequence() -> UInt64 {
    defer { nextSequence += 1 }
    return nextSequence
  }

  /// Adds a transaction to everything that names it.
  mutating func add(_ entry: WaitingTransaction, account: SenderAccount) {
    let sender = entry.transaction.signer
    let place = Place(sender: sender, nonce: entry.nonce)
    senders[sender, default: SenderQueue(account: account)].insert(entry)
    index[entry.message.hash] = place
    order[entry.rank] = place
    ages[entry.sequence] = place
    sizeBytes += entry.sizeBytes
    if let peer = entry.peer { sizesByPeer[peer, default: 0] += entry.sizeBytes }
  }

  /// Takes a transaction out of everything that names it.
  mutating func remove(_ place: Place) {
    guard let entry = senders[place.sender]?.remove(place.nonce) else { return }
    if senders[place.sender]?.entries.isEmpty ?? false { senders[place.sender] = nil }
    index[entry.message.hash] = nil
    order[entry.rank] = nil
    ages[entry.sequence] = nil
    sizeBytes -= entry.sizeBytes
    if let peer = entry.peer {
      let rest = sizeBytes(from: peer) - entry.sizeBytes
      sizesByPeer[peer] = rest == 0 ? nil : rest
    }
  }

  mutating func setAccount(_ account: SenderAccount, of sender: Address) {
    senders[sender]?.account = account
  }

  /// The transaction that has waited longest.
  var oldest: WaitingTransaction? {
    guard let place = ages.first?.value else { return nil }
    return senders[place.sender]?[place.nonce]
  }
}
