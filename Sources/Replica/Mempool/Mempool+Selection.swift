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
    fileprivate mutating func take(_ entry: WaitingTransaction) -> Bool {
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
    var selection = Selection(room: room, ordered: ordered, pool: self)
    return selection.takesNext(of: sender)
  }
}

/// A proposal in the making.
private struct Selection {
  /// How a sender stands at this point of it.
  struct Turn {
    var nextNonce: UInt64
    var funds: UInt128
    var round = 0
  }

  /// So that a nearly full block does not look through the whole pool for something small.
  static let missesMax = 256

  private var room: Mempool.Room
  private let ordered: [OrderedSpending]
  private let pool: Mempool
  private var turns: [Address: Turn] = [:]
  /// What comes later than the pool's order says: followers, and tips that the base fee lowers.
  private var deferred = SortedMap<Rank, Mempool.Place>()
  private var chosen: [Recovered<Transaction>] = []
  private var missCount = 0

  init(room: Mempool.Room, ordered: [OrderedSpending], pool: Mempool) {
    self.room = room
    self.ordered = ordered
    self.pool = pool
  }

  mutating func run() -> [Recovered<Transaction>] {
    for (rank, place) in pool.order {
      while let next = deferred.first, next.key < rank {
        deferred.removeValue(forKey: next.key)
        take(next.value)
      }
      guard room.count > 0, missCount < Self.missesMax else { return chosen }
      consider(place, ranked: rank)
    }
    while let next = deferred.first, room.count > 0, missCount < Self.missesMax {
      deferred.removeValue(forKey: next.key)
      take(next.value)
    }
    return chosen
  }

  private mutating func turn(of sender: Address, _ queue: SenderQueue) -> Turn {
    if let turn = turns[sender] { return turn }
    var turn = Turn(nextNonce: queue.account.nonce, funds: queue.account.balance.units)
    for block in ordered {
      guard let spending = block[sender] else { continue }
      turn.nextNonce = max(turn.nextNonce, spending.nextNonce)
      turn.funds -= min(turn.funds, spending.amount.units)
    }
    turns[sender] = turn
    return turn
  }

  mutating func takesNext(of sender: Address) -> Bool {
    guard let queue = pool.senders[sender] else { return false }
    let nonce = turn(of: sender, queue).nextNonce
    guard let entry = queue[nonce], entry.tip(over: room.baseFee) != nil else { return false }
    take(Mempool.Place(sender: sender, nonce: nonce))
    return !chosen.isEmpty
  }

  /// Takes a transaction when it comes first in the pool's order, or later if it ranks lower now.
  private mutating func consider(_ place: Mempool.Place, ranked rank: Rank) {
    guard let queue = pool.senders[place.sender], let entry = queue[place.nonce] else { return }
    // Once a sender had a turn, `take` lines up its next one.
    let turn = turn(of: place.sender, queue)
    guard turn.round == 0, turn.nextNonce == place.nonce, let tip = entry.tip(over: room.baseFee)
    else { return }
    if tip == rank.tip {
      take(place)
    } else {
      deferred[Rank(tip: tip, round: 0, sequence: entry.sequence)] = place
    }
  }

  /// Adds a transaction whose turn it is, and lines up the one that follows it.
  private mutating func take(_ place: Mempool.Place) {
    guard let queue = pool.senders[place.sender], let entry = queue[place.nonce] else { return }
    var turn = turn(of: place.sender, queue)
    guard turn.nextNonce == place.nonce, entry.spendingMax.units <= turn.funds else { return }
    guard room.take(entry) else {
      missCount += 1
      return
    }
    chosen.append(entry.transaction)
    turn.nextNonce += 1
    turn.funds -= entry.spendingMax.units
    turn.round += 1
    turns[place.sender] = turn
    guard let follower = queue[turn.nextNonce], let tip = follower.tip(over: room.baseFee) else {
      return
    }
    let rank = Rank(tip: tip, round: turn.round, sequence: follower.sequence)
    deferred[rank] = Mempool.Place(sender: place.sender, nonce: follower.nonce)
  }
}
