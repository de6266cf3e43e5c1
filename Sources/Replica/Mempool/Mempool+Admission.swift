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
    update(account, of: transaction.signer)
    try checkNonce(message.nonce, of: account)
    let entry = WaitingTransaction(
      transaction: transaction, spendingMax: message.spendingMax, gas: gas, peer: peer,
      arrivalMilliseconds: milliseconds, sequence: takeSequence())
    let queue = senders[transaction.signer]
    let rival = queue?[message.nonce]
    if let rival { try checkReplacement(of: rival, by: message) }
    try checkFunds(entry, of: account, beside: queue, instead: rival)
    try checkShare(entry, beside: queue, instead: rival)
    try makeRoom(for: entry, after: account.nonce, instead: rival)
    if let rival { remove(Place(sender: transaction.signer, nonce: rival.nonce)) }
    add(entry, account: account)
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
    of rival: WaitingTransaction, by message: Transaction
  ) throws(MempoolRefusal) {
    let fee = raised(rival.message.maxFeePerGas)
    let tip = raised(rival.message.maxPriorityFeePerGas)
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
    _ entry: WaitingTransaction, of account: SenderAccount, beside queue: SenderQueue?,
    instead rival: WaitingTransaction?
  ) throws(MempoolRefusal) {
    let others = (queue?.spendingMax ?? 0) - (rival?.spendingMax.units ?? 0)
    let (needed, isTooMuch) = others.addingReportingOverflow(entry.spendingMax.units)
    guard !isTooMuch, needed <= account.balance.units else {
      throw .insufficientFunds(
        balance: account.balance, needed: Wei(isTooMuch ? .max : needed))
    }
  }

  private func checkShare(
    _ entry: WaitingTransaction, beside queue: SenderQueue?, instead rival: WaitingTransaction?
  ) throws(MempoolRefusal) {
    let count = (queue?.entries.count ?? 0) - (rival == nil ? 0 : 1)
    let size = (queue?.sizeBytes ?? 0) - (rival?.sizeBytes ?? 0)
    guard count < limits.countPerSenderMax,
      size + entry.sizeBytes <= limits.sizeBytesPerSenderMax
    else { throw .senderLimit(count: count, sizeBytes: size) }
    guard let peer = entry.peer else { return }
    let brought = sizeBytes(from: peer) - (rival?.peer == peer ? rival?.sizeBytes ?? 0 : 0)
    guard brought + entry.sizeBytes <= limits.sizeBytesPerPeerMax else {
      throw .peerLimit(sizeBytes: brought)
    }
  }

  /// Drops what pays least until there is room, if that all pays less than the newcomer.
  private mutating func makeRoom(
    for entry: WaitingTransaction, after accountNonce: UInt64, instead rival: WaitingTransaction?
  ) throws(MempoolRefusal) {
    let needed = sizeBytes - (rival?.sizeBytes ?? 0) + entry.sizeBytes - limits.sizeBytesMax
    guard needed > 0 else { return }
    // What cannot execute yet may cost its sender nothing, so it pushes nobody out.
    let next = senders[entry.transaction.signer]?.pendingNonce
    guard next.map({ entry.nonce <= $0 }) ?? (entry.nonce == accountNonce) else { throw .full }
    var victims: [Place] = []
    var freed = 0
    var worst = order.last
    while freed < needed {
      guard let candidate = worst, entry.rank < candidate.key else { throw .full }
      worst = order.last(before: candidate.key)
      guard candidate.value.sender != entry.transaction.signer else { continue }
      victims.append(candidate.value)
      freed += senders[candidate.value.sender]?[candidate.value.nonce]?.sizeBytes ?? 0
    }
    for place in victims { removeWithFollowers(place) }
  }

  /// Drops a transaction and those of its sender that cannot execute without it.
  mutating func removeWithFollowers(_ place: Place) {
    for entry in transactions(of: place.sender).reversed() where entry.nonce >= place.nonce {
      remove(Place(sender: place.sender, nonce: entry.nonce))
    }
  }
}
