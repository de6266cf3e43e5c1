package import Chain

/// What a sender has waiting, in the order of nonces, and what its account can pay.
struct SenderQueue: Sendable {
  /// A transaction of the sender: its nonce, and its number in the pool.
  struct Place: Sendable {
    let nonce: UInt64
    let number: UInt32
  }

  let sender: Address
  /// As the newest executed state has it.
  var account: SenderAccount
  private(set) var places: [Place] = []
  /// What all of them can take together.
  private(set) var spendingMax: UInt128 = 0
  private(set) var sizeBytes = 0

  init(of sender: Address, account: SenderAccount) {
    self.sender = sender
    self.account = account
  }

  /// Stands where no queue is.
  static let none = SenderQueue(of: .zero, account: SenderAccount(nonce: 0, balance: .zero))

  var count: Int { places.count }
  var isEmpty: Bool { places.isEmpty }
  var first: Place? { places.first }
  var last: Place? { places.last }

  /// Where the transaction of a nonce stands, or would.
  private func position(of nonce: UInt64) -> Int {
    // Nearly always it comes last, or there are no gaps.
    guard let last = places.last, last.nonce >= nonce else { return places.count }
    let guess = nonce &- places[0].nonce
    if guess < UInt64(places.count), places[Int(guess)].nonce == nonce { return Int(guess) }
    return firstPosition { $0.nonce >= nonce }
  }

  /// The first place of which something is true that stays true behind it.
  private func firstPosition(where isBehind: (Place) -> Bool) -> Int {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(places[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The number in the pool of the transaction with a nonce.
  subscript(nonce: UInt64) -> UInt32? {
    let position = position(of: nonce)
    return position < places.count && places[position].nonce == nonce
      ? places[position].number : nil
  }

  /// The nonce that follows those that can execute one after the other.
  var pendingNonce: UInt64 {
    // Nonces ascend from the account's, so before the first gap each is as far from it as its place
    // is from the beginning, and behind it none is.
    guard let first = places.first, first.nonce == account.nonce else { return account.nonce }
    var low = 1
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].nonce - account.nonce > UInt64(middle) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return account.nonce + UInt64(low)
  }

  /// Puts a transaction in its place, where there is none of its nonce.
  mutating func insert(_ number: UInt32, _ entry: PoolEntry) {
    let position = position(of: entry.nonce)
    precondition(
      position == places.count || places[position].nonce != entry.nonce,
      "a nonce has one transaction")
    places.insert(Place(nonce: entry.nonce, number: number), at: position)
    spendingMax += entry.spendingMax.units
    sizeBytes += entry.sizeBytes
  }

  mutating func remove(_ entry: PoolEntry) {
    let position = position(of: entry.nonce)
    precondition(
      position < places.count && places[position].nonce == entry.nonce,
      "what is removed is there")
    places.remove(at: position)
    spendingMax -= entry.spendingMax.units
    sizeBytes -= entry.sizeBytes
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
