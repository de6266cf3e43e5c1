package import Chain
import Codec
package import Cryptography
import Ledger

extension Mempool {
  /// What the newest state says about who may wait.
  package struct Terms: Sendable {
    package let feeFloor: Wei
    package let blockGasLimit: Gas

    package init(feeFloor: Wei = BaseFee.floor, blockGasLimit: Gas) {
      self.feeFloor = feeFloor
      self.blockGasLimit = blockGasLimit
    }
  }

  /// Lets a transaction wait, or says why it may not; then no other has left for it.
  ///
  /// Its sender's account is that of the newest executed state.
  package mutating func admit(
    _ transaction: Recovered<Transaction>, of account: SenderAccount, from peer: Address? = nil,
    under terms: Terms, at milliseconds: UInt64
  ) throws(MempoolRefusal) {
    let message = transaction.message
    guard !contains(message.hash) else { throw .alreadyKnown(message.hash) }
    let gas = try Self.check(message, under: terms)
    var queue = queue(of: transaction.signer)
    if let known = queue {
      update(account, of: known)
      if queues[known].isEmpty { queue = nil }
    }
    try checkNonce(message.nonce, of: account)
    let rival = queue.flatMap { queues[$0][message.nonce] }
    if let rival { try checkReplacement(of: entries[rival], by: message) }
    let newcomer = Newcomer(
      nonce: message.nonce, tip: message.maxPriorityFeePerGas, spendingMax: message.spendingMax,
      sizeBytes: message.raw.count, peer: peer, rival: rival.map { entries[$0] })
    try checkFunds(newcomer, of: account, in: queue)
    try checkShare(newcomer, in: queue)
    try makeRoom(for: newcomer, of: account, in: queue)
    if let rival {
      // The queue may end with its rival, and is begun anew then.
      remove(rival)
      if let known = queue, queues[known].isEmpty { queue = nil }
    }
    let entry = PoolEntry(
      sender: queue ?? makeQueue(of: transaction.signer, account: account),
      nonce: message.nonce, maxFee: message.maxFeePerGas, maxTip: message.maxPriorityFeePerGas,
      spendingMax: newcomer.spendingMax, gas: gas, sizeBytes: newcomer.sizeBytes, peer: peer,
      arrivalMilliseconds: milliseconds, sequence: takeSequence())
    add(entry, transaction)
  }

  /// A transaction that is not in yet, and the one it would replace.
  private struct Newcomer {
    let nonce: UInt64
    let tip: Wei
    let spendingMax: Wei
    let sizeBytes: Int
    let peer: Address?
    let rival: PoolEntry?
  }

  private static func check(
    _ message: Transaction, under terms: Terms
  ) throws(MempoolRefusal) -> Gas {
    let gas = PriceList.gas(of: message)
    guard gas <= message.gasLimit else {
      throw .gasTooLow(limit: message.gasLimit, price: gas)
    }
    guard gas <= terms.blockGasLimit else {
      throw .gasLimit(limit: gas, block: terms.blockGasLimit)
    }
    guard message.maxFeePerGas >= terms.feeFloor else {
      throw .underpriced(maxFee: message.maxFeePerGas, floor: terms.feeFloor)
    }
    return gas
  }

  private func checkNonce(_ nonce: UInt64, of account: SenderAccount) throws(MempoolRefusal) {
    guard nonce >= account.nonce else {
      throw .nonceTooLow(nonce: nonce, next: account.nonce)
    }
    guard nonce - account.nonce < UInt64(limits.countPerSenderMax) else {
      throw .nonceTooHigh(
        nonce: nonce, limit: account.nonce + UInt64(limits.countPerSenderMax) - 1)
    }
  }

  /// A rival pays more for the same nonce, in fee and in tip, or it could churn the pool for free.
  private func checkReplacement(
    of rival: PoolEntry, by message: Transaction
  ) throws(MempoolRefusal) {
    let fee = raised(rival.maxFee)
    let tip = raised(rival.maxTip)
    guard message.maxFeePerGas >= fee, message.maxPriorityFeePerGas >= tip else {
      throw .replacementUnderpriced(maxFee: fee, tip: tip)
    }
  }

  private func raised(_ fee: Wei) -> Wei {
    let raise =
      (try? multiplyDivide(
        fee.units, by: limits.replacementPercent, over: 100, rounding: .up)) ?? .max
    let (sum, isTooMuch) = fee.units.addingReportingOverflow(raise)
    return Wei(isTooMuch ? .max : sum)
  }

  private func checkFunds(
    _ newcomer: Newcomer, of account: SenderAccount, in queue: UInt32?
  ) throws(MempoolRefusal) {
    let waiting = queue.map { queues[$0].spendingMax } ?? 0
    let others = waiting - (newcomer.rival?.spendingMax.units ?? 0)
    let (needed, isTooMuch) = others.addingReportingOverflow(newcomer.spendingMax.units)
    guard !isTooMuch, needed <= account.balance.units else {
      throw .insufficientFunds(
        balance: account.balance, needed: Wei(isTooMuch ? .max : needed))
    }
  }

  private func checkShare(
    _ newcomer: Newcomer, in queue: UInt32?
  ) throws(MempoolRefusal) {
    let rival = newcomer.rival
    let count = (queue.map { queues[$0].count } ?? 0) - (rival == nil ? 0 : 1)
    let size = (queue.map { queues[$0].sizeBytes } ?? 0) - (rival?.sizeBytes ?? 0)
    guard count < limits.countPerSenderMax,
      size + newcomer.sizeBytes <= limits.sizeBytesPerSenderMax
    else { throw .senderLimit(count: count, sizeBytes: size) }
    guard let peer = newcomer.peer else { return }
    let brought = sizeBytes(from: peer) - (rival?.peer == peer ? rival?.sizeBytes ?? 0 : 0)
    guard brought + newcomer.sizeBytes <= limits.sizeBytesPerPeerMax else {
      throw .peerLimit(sizeBytes: brought)
    }
  }

  /// Drops what pays least until there is room, if that all pays less than the newcomer.
  private mutating func makeRoom(
    for newcomer: Newcomer, of account: SenderAccount, in queue: UInt32?
  ) throws(MempoolRefusal) {
    let needed =
      sizeBytes - (newcomer.rival?.sizeBytes ?? 0) + newcomer.sizeBytes - limits.sizeBytesMax
    guard needed > 0 else { return }
    // What cannot execute yet may cost its sender nothing, so it pushes nobody out.
    let next = queue.map { queues[$0].pendingNonce } ?? account.nonce
    guard newcomer.nonce <= next else { throw .full }
    var victims: [(queue: UInt32, nonce: UInt64)] = []
    var freed = 0
    var worst = order.last
    while freed < needed {
      // Of those that pay the same, who came first stays.
      guard let candidate = worst, candidate.key.tip < newcomer.tip else { throw .full }
      worst = order.last(before: candidate.key)
      let entry = entries[candidate.value]
      guard entry.sender != queue else { continue }
      victims.append((entry.sender, entry.nonce))
      freed += entry.sizeBytes
    }
    // A queue whose number nobody has taken again is empty, so no victim is dropped twice.
    for victim in victims { removeAll(of: victim.queue, from: victim.nonce) }
  }
}
