import Chain
import Codec
import State

extension Books {
  /// Puts stake that has left on its way back.
  mutating func startUnbonding(_ unbonding: Unbonding) throws(Refusal) {
    guard unbonding.amount > .zero else { return }
    let mark = Tables.unbondingNumbers[unbonding.mergeKey]
    if let number = self[mark]?.units,
      var entry = self[Tables.unbondings[unbonding.delegator, number]]
    {
      entry.amount = try Refusal.unless(entry.amount.adding(unbonding.amount))
      self[Tables.unbondings[unbonding.delegator, number]] = entry
      return
    }
    let number = count(of: Tables.unbondingCount)
    self[Tables.unbondingCount] = Count(number + 1)
    self[Tables.unbondings[unbonding.delegator, number]] = unbonding
    self[Tables.unbondingQueue[unbonding.maturity.units, number]] = unbonding.delegator
    self[mark] = Count(number)
  }

  /// Pays out stake whose time has come, the oldest first, and not too much in one block.
  mutating func payMaturedUnbondings(in block: BlockContext) {
    let table = Tables.unbondingQueue.table
    for _ in 0..<Staking.payoutsPerBlockMax {
      guard let key = firstKey(from: table.lower, below: table.upper) else { return }
      let bytes = key.storage.span
      guard UInt64(key: bytes.extracting(1..<9)) <= block.epoch.units else { return }
      let place = Place<Address>(key: key)
      guard let delegator = self[place] else {
        preconditionFailure("an entry that was found is there")
      }
      self[place] = nil
      pay(number: UInt64(key: bytes.extracting(9..<17)), of: delegator)
    }
  }

  private mutating func pay(number: UInt64, of delegator: Address) {
    let place = Tables.unbondings[delegator, number]
    guard let entry = self[place], let validator = entry.departures.first?.validator else {
      preconditionFailure("an entry of the queue is there, and left a validator")
    }
    self[place] = nil
    self[Tables.unbondingNumbers[entry.mergeKey]] = nil
    let payout = Wei(remainder(of: entry.amount.units, after: entry.departures))
    let slashed = Wei(entry.amount.units - payout.units)
    do throws(Refusal) {
      try move(payout, from: .unbonding, to: delegator)
      #if PLANTED
        if LedgerBug.unbondingPaidTwice.isPlanted {
          try? move(payout, from: .bondedStake, to: delegator)
        }
      #endif
      try move(slashed, from: .unbonding, to: ModuleAccount.communityPool.address)
    } catch {
      preconditionFailure("the unbonding account holds what it owes: \(error)")
    }
    emit(
      Staking.UnbondingPaid(
        delegator: delegator, validator: validator, amount: UInt256(payout.units),
        slashed: UInt256(slashed.units)),
      by: Staking.address)
  }
}
