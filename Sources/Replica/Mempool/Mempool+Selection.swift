package import Chain
import Codec
package import Cryptography

extension Mempool {
  /// How much a proposal may take.
  package struct Room: Sendable {
    package let baseFee: Wei
    package var gas: Gas
    package var sizeBytes: UInt64
    package var count: Int

    package init(
      baseFee: Wei, gas: Gas, sizeBytes: UInt64, count: Int = ProtocolLimits.bodyTransactionsMax
    ) {
      self.baseFee = baseFee
      self.gas = gas
      self.sizeBytes = sizeBytes
      self.count = count
    }

    /// Takes the room for a transaction, if there is as much.
    fileprivate mutating func take(_ entry: PoolEntry) -> Bool {
      guard count > 0, entry.gas <= gas, UInt64(entry.sizeBytes) <= sizeBytes else { return false }
      count -= 1
      gas = Gas(gas.units - entry.gas.units)
      sizeBytes -= UInt64(entry.sizeBytes)
      return true
    }
  }

  /// The transactions for a proposal, in order: the best tips first, and senders with the same tip
  /// in turns.
  ///
  /// Each follows its sender's nonce and is covered by its balance, on the newest executed state
  /// and everything ordered since.
  package func selection(
    for room: Room, after ordered: [OrderedSpending]
  ) -> [Recovered<Transaction>] {
    var selection = Selection(room: room, ordered: ordered, pool: self)
    return selection.run()
  }

  /// Whether a proposal would hold anything.
  package func hasSelection(for room: Room, after ordered: [OrderedSpending]) -> Bool {
    var one = room
    one.count = min(1, room.count)
    return !selection(for: one, after: ordered).isEmpty
  }

  /// Whether a proposal would take the next transaction of a sender.
  package func hasSelection(
    for room: Room, after ordered: [OrderedSpending], of sender: Address
  ) -> Bool {
    guard let queue = queue(of: sender) else { return false }
    let turn = Turn(of: queues[queue], after: ordered)
    guard let next = queues[queue][turn.nextNonce] else { return false }
    let entry = entries[next]
    var room = room
    return entry.tip(over: room.baseFee) != nil && entry.spendingMax.units <= turn.funds
      && room.take(entry)
  }
}

/// How a sender stands at some point of a proposal.
private struct Turn {
  var nextNonce: UInt64
  var funds: UInt128
  var round: UInt32 = 0

  init(of queue: SenderQueue, after ordered: [OrderedSpending]) {
    nextNonce = queue.account.nonce
    funds = queue.account.balance.units
    for block in ordered {
      guard let spending = block[queue.sender] else { continue }
      nextNonce = max(nextNonce, spending.nextNonce)
      funds -= min(funds, spending.amount.units)
    }
  }
}

/// A proposal in the making.
private struct Selection {
  /// So that a nearly full block does not look through the whole pool for something small.
  static let missesMax = 256

  private var room: Mempool.Room
  private let ordered: [OrderedSpending]
  private let pool: Mempool
  private var turns: [Turn] = []
  /// By the number of a queue, the place of its sender's turn, counted from one.
  private var turnPlaces: [UInt32]
  /// What comes later than the pool's order says: followers, and tips that the base fee lowers.
  private var deferred = SortedMap<Rank, UInt32>()
  private var chosen: [UInt32] = []
  private var missCount = 0

  init(room: Mempool.Room, ordered: [OrderedSpending], pool: Mempool) {
    self.room = room
    self.ordered = ordered
    self.pool = pool
    turnPlaces = [UInt32](repeating: 0, count: pool.queues.bound)
  }

  mutating func run() -> [Recovered<Transaction>] {
    choose()
    var transactions: [Recovered<Transaction>] = []
    transactions.reserveCapacity(chosen.count)
    for number in chosen { transactions.append(pool.transaction(number)) }
    return transactions
  }

  private mutating func choose() {
    for (rank, number) in pool.order {
      while let next = deferred.first, next.key < rank {
        deferred.removeValue(forKey: next.key)
        take(next.value)
      }
      guard room.count > 0, missCount < Self.missesMax else { return }
      consider(number, ranked: rank)
    }
    while let next = deferred.first, room.count > 0, missCount < Self.missesMax {
      deferred.removeValue(forKey: next.key)
      take(next.value)
    }
  }

  /// Where a sender's turn stands in the list.
  private mutating func turnPlace(of queue: UInt32) -> Int {
    if turnPlaces[Int(queue)] == 0 {
      turns.append(Turn(of: pool.queues[queue], after: ordered))
      turnPlaces[Int(queue)] = UInt32(turns.count)
    }
    return Int(turnPlaces[Int(queue)]) - 1
  }

  /// Takes a transaction when it comes first in the pool's order, or later if it ranks lower now.
  private mutating func consider(_ number: UInt32, ranked rank: Rank) {
    let entry = pool.entries[number]
    // Once a sender had a turn, `take` lines up its next one.
    let place = turnPlace(of: entry.sender)
    guard turns[place].round == 0, turns[place].nextNonce == entry.nonce,
      let tip = entry.tip(over: room.baseFee)
    else { return }
    if tip == rank.tip {
      take(number)
    } else {
      deferred.updateValue(number, forKey: Rank(tip: tip, round: 0, sequence: entry.sequence))
    }
  }

  /// Adds a transaction whose turn it is, and lines up the one that follows it.
  private mutating func take(_ number: UInt32) {
    let entry = pool.entries[number]
    let place = turnPlace(of: entry.sender)
    guard turns[place].nextNonce == entry.nonce, entry.spendingMax.units <= turns[place].funds
    else { return }
    guard room.take(entry) else {
      missCount += 1
      return
    }
    chosen.append(number)
    turns[place].nextNonce += 1
    turns[place].funds -= entry.spendingMax.units
    turns[place].round += 1
    guard let next = pool.queues[entry.sender][entry.nonce + 1] else { return }
    let follower = pool.entries[next]
    guard let tip = follower.tip(over: room.baseFee) else { return }
    let rank = Rank(tip: tip, round: turns[place].round, sequence: follower.sequence)
    deferred.updateValue(next, forKey: rank)
  }
}
