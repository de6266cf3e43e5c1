import Chain
import Codec
import State

extension Books {
  /// Changes the effective deposit of a node: the only way one changes.
  ///
  /// What it has earned by storing until now is credited first; prices follow.
  mutating func changeEffectiveDeposit(
    of node: Address, _ record: inout NodeRecord, to new: Wei
  ) throws(Refusal) {
    let old = record.effectiveDeposit
    precondition(new <= record.deposit, "no more than the deposit is effective")
    record.effectiveDeposit = new
    emit(
      Nodes.EffectiveDepositChanged(
        node: node, effective: UInt256(new.units), counter: record.counter),
      by: Nodes.address)
    guard new != old else { return }
    if record.isResource { creditStorage(of: node, changing: old, to: new) }
    try changeBacking(from: old, to: new)
    emit(
      Nodes.Repriced(
        deposits: UInt256(economy.deposits.units), forSale: economy.forSale.units),
      by: Nodes.address)
  }

  /// Fines a node for some noz, as far as the limit of the epoch allows, and returns the wei.
  ///
  /// They are worth what they would settle for now, so this comes before any other effect of a
  /// call. A recipient that could not use them leaves them to the community pool.
  @discardableResult
  mutating func penalise(
    _ node: Address, for noz: Noz, to recipient: Address, in block: BlockContext
  ) throws(Refusal) -> Wei {
    var record = try self.node(node)
    let fine = try penalty(for: noz)
    let amount = record.penalties.take(fine, of: record.deposit, in: block.epoch)
    try takeDeposit(amount, of: node, &record, to: recipient, for: noz)
    self[Tables.nodes[node]] = record
    return amount
  }

  /// Takes wei out of a node's deposit; the effective one follows when it exceeds what is left.
  mutating func takeDeposit(
    _ amount: Wei, of node: Address, _ record: inout NodeRecord, to recipient: Address,
    for noz: Noz = .zero
  ) throws(Refusal) {
    let isPayable = (try? checkPayable(recipient)) != nil
    let recipient = isPayable ? recipient : ModuleAccount.communityPool.address
    let rest = try Refusal.unless(record.deposit.subtracting(amount))
    if record.effectiveDeposit > rest {
      try changeEffectiveDeposit(of: node, &record, to: rest)
    }
    record.deposit = rest
    try move(amount, from: .nodeDeposits, to: recipient)
    emit(
      Nodes.Penalised(
        node: node, recipient: recipient, noz: noz.units, amount: UInt256(amount.units),
        deposit: UInt256(rest.units)),
      by: Nodes.address)
  }

  /// Pays out removed deposits whose time has come, the oldest first, and not too many in a block.
  mutating func payRemovedDeposits(in block: BlockContext) {
    let table = Tables.depositPayouts.table
    for _ in 0..<Nodes.payoutsPerBlockMax {
      guard let key = firstKey(from: table.lower, below: table.upper) else { return }
      let bytes = key.storage.span
      guard UInt64(key: bytes.extracting(1..<9)) <= block.epoch.units else { return }
      self[Place<Address>(key: key)] = nil
      payDeposit(of: Address(key: bytes.extracting(9..<29)), in: block.epoch)
    }
  }

  private mutating func payDeposit(of node: Address, in epoch: Epoch) {
    guard var record = self[Tables.nodes[node]] else {
      preconditionFailure("a node's record stays for ever")
    }
    let amount = record.deposit
    record.deposit = .zero
    record.enter(.gone, in: epoch)
    self[Tables.nodes[node]] = record
    do throws(Refusal) {
      try move(amount, from: .nodeDeposits, to: record.owner)
    } catch {
      preconditionFailure("the node deposits account holds what it owes: \(error)")
    }
    emit(
      Nodes.DepositPaid(node: node, owner: record.owner, amount: UInt256(amount.units)),
      by: Nodes.address)
  }
}
