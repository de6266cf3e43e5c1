import Chain
import Cryptography
import Ledger
import Replica

/// The rules of the pool written down once more, as plainly as can be: one list, searched from end
/// to end.
struct NaivePool {
  struct Entry {
    let transaction: Recovered<Transaction>
    let peer: Address?
    let arrival: UInt64
    let sequence: Int

    var message: Transaction { transaction.message }
    var sender: Address { transaction.signer }
    var nonce: UInt64 { message.nonce }
    var size: Int { message.raw.count }
    var cost: UInt128 { message.spendingMax.units }
    var tip: UInt128 { message.maxPriorityFeePerGas.units }

    func tip(over baseFee: Wei) -> UInt128? {
      message.maxFeePerGas < baseFee
        ? nil : min(tip, message.maxFeePerGas.units - baseFee.units)
    }
  }

  let limits: MempoolLimits
  private(set) var entries: [Entry] = []
  private var arrivals = 0

  init(limits: MempoolLimits) { self.limits = limits }

  var hashes: Set<Digest> { Set(entries.map(\.message.hash)) }

  private func queue(of sender: Address) -> [Entry] {
    entries.filter { $0.sender == sender }.sorted { $0.nonce < $1.nonce }
  }

  private mutating func removeAll(of sender: Address, from nonce: UInt64) {
    entries.removeAll { $0.sender == sender && $0.nonce >= nonce }
  }

  mutating func update(_ account: SenderAccount, of sender: Address) {
    entries.removeAll { $0.sender == sender && $0.nonce < account.nonce }
    while let last = queue(of: sender).last,
      queue(of: sender).reduce(0, { $0 + $1.cost }) > account.balance.units
    {
      removeAll(of: sender, from: last.nonce)
    }
  }

  mutating func expire(at time: UInt64) {
    while let old = entries.first(where: { time >= $0.arrival + limits.lifetimeMilliseconds }) {
      removeAll(of: old.sender, from: old.nonce)
    }
  }

  /// Whether a transaction is let in.
  mutating func admits(
    _ transaction: Recovered<Transaction>, of account: SenderAccount, from peer: Address?,
    under terms: Mempool.Terms, at time: UInt64
  ) -> Bool {
    let entry = Entry(transaction: transaction, peer: peer, arrival: time, sequence: arrivals)
    let message = transaction.message
    let gas = PriceList.gas(of: message)
    guard !hashes.contains(message.hash), gas <= message.gasLimit, gas <= terms.blockGasLimit,
      message.maxFeePerGas >= terms.feeFloor
    else { return false }
    update(account, of: entry.sender)
    let limit = account.nonce + UInt64(limits.countPerSenderMax)
    guard entry.nonce >= account.nonce, entry.nonce < limit else { return false }
    let rival = entries.first { $0.sender == entry.sender && $0.nonce == entry.nonce }
    if let rival, !isEnough(message, against: rival.message) { return false }
    let others = entries.filter { $0.message.hash != rival?.message.hash }
    let own = others.filter { $0.sender == entry.sender }
    let brought = others.filter { peer != nil && $0.peer == peer }
    guard own.reduce(entry.cost, { $0 + $1.cost }) <= account.balance.units,
      own.count < limits.countPerSenderMax,
      own.reduce(entry.size, { $0 + $1.size }) <= limits.sizeBytesPerSenderMax,
      peer == nil || brought.reduce(entry.size, { $0 + $1.size }) <= limits.sizeBytesPerPeerMax,
      let victims = victims(of: entry, among: others, from: account.nonce)
    else { return false }
    if let rival { entries.removeAll { $0.message.hash == rival.message.hash } }
    for victim in victims { removeAll(of: victim.sender, from: victim.nonce) }
    entries.append(entry)
    arrivals += 1
    return true
  }

  private func isEnough(_ message: Transaction, against rival: Transaction) -> Bool {
    func raised(_ fee: Wei) -> UInt128 { fee.units + (fee.units + 9) / 10 }
    return message.maxFeePerGas.units >= raised(rival.maxFeePerGas)
      && message.maxPriorityFeePerGas.units >= raised(rival.maxPriorityFeePerGas)
  }

  /// Who has to go for a newcomer; nothing if they pay as much as it does.
  private func victims(
    of newcomer: Entry, among others: [Entry], from accountNonce: UInt64
  ) -> [Entry]? {
    var needed = others.reduce(newcomer.size) { $0 + $1.size } - limits.sizeBytesMax
    guard needed > 0 else { return [] }
    let nonces = Set(queue(of: newcomer.sender).map(\.nonce))
    var next = accountNonce
    while nonces.contains(next) { next += 1 }
    guard newcomer.nonce <= next else { return nil }
    var victims: [Entry] = []
    for entry in others.sorted(by: { ($0.tip, $1.sequence) < ($1.tip, $0.sequence) })
    where needed > 0 && entry.sender != newcomer.sender && entry.tip < newcomer.tip {
      victims.append(entry)
      needed -= entry.size
    }
    return needed > 0 ? nil : victims
  }

  /// Takes again and again the best of those whose turn it is.
  func selection(
    for room: Mempool.Room, accounts: [Address: SenderAccount]
  ) -> [Recovered<Transaction>] {
    var (gas, size, count) = (room.gas.units, room.sizeBytes, room.count)
    var nonces = accounts.mapValues(\.nonce)
    var funds = accounts.mapValues(\.balance.units)
    var rounds: [Address: Int] = [:]
    var blocked: Set<Address> = []
    var chosen: [Recovered<Transaction>] = []
    func key(_ entry: Entry) -> (UInt128, Int, Int) {
      (.max - (entry.tip(over: room.baseFee) ?? 0), rounds[entry.sender] ?? 0, entry.sequence)
    }
    while count > 0 {
      let ready = entries.filter {
        $0.nonce == nonces[$0.sender] && !blocked.contains($0.sender)
          && $0.tip(over: room.baseFee) != nil
      }
      guard let best = ready.min(by: { key($0) < key($1) }) else { break }
      let price = PriceList.gas(of: best.message).units
      guard best.cost <= funds[best.sender] ?? 0, price <= gas, UInt64(best.size) <= size else {
        blocked.insert(best.sender)
        continue
      }
      chosen.append(best.transaction)
      (gas, size, count) = (gas - price, size - UInt64(best.size), count - 1)
      nonces[best.sender] = best.nonce + 1
      funds[best.sender]? -= best.cost
      rounds[best.sender, default: 0] += 1
    }
    return chosen
  }
}
