import Chain
import Codec
import Cryptography

extension Traffic.WithdrawNodeRewards {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt256 {
    let record = try books.resourceNode(node)
    try Traffic.checkWithdrawal(of: maxEpochs)
    let withdrawal = books.withdraw(
      node, from: .nodes, lookingAt: maxEpochs, at: call.block.epoch
    ) { $0.nodeReward($1) }
    let storage = books.takeStorageEarnings(of: node, with: record.effectiveDeposit)
    let total = Wei(withdrawal.reward.total.units + storage.units)
    try books.payReward(total, to: record.beneficiary)
    books.emit(
      Traffic.NodeRewardsWithdrawn(
        node: node, beneficiary: record.beneficiary, epochs: withdrawal.epochs.map(\.units),
        traffic: UInt256(withdrawal.reward.traffic.units),
        mining: UInt256(withdrawal.reward.mining.units), storage: UInt256(storage.units)),
      by: Traffic.address)
    return UInt256(total.units)
  }
}

extension Traffic.WithdrawMetaRewards {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt256 {
    let record = try books.node(node)
    guard !record.isResource else { throw Refusal("\(node) is a resource node, and no meta node") }
    let withdrawal = books.withdraw(
      node, from: .nodes, lookingAt: Traffic.metaWithdrawalEpochs, at: call.block.epoch
    ) { record, _ in record.seatReward }
    try books.payReward(withdrawal.reward.total, to: record.beneficiary)
    books.emit(
      Traffic.MetaRewardsWithdrawn(
        node: node, beneficiary: record.beneficiary, epochs: withdrawal.epochs.map(\.units),
        traffic: UInt256(withdrawal.reward.traffic.units),
        mining: UInt256(withdrawal.reward.mining.units)),
      by: Traffic.address)
    return UInt256(withdrawal.reward.total.units)
  }
}

extension Traffic.WithdrawContentRewards {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt256 {
    let file = Digest(id)
    let owner = try books.contentOwner(of: file)
    try Traffic.checkWithdrawal(of: maxEpochs)
    let withdrawal = books.withdraw(
      file, from: .files, lookingAt: maxEpochs, at: call.block.epoch
    ) { $0.contentReward($1) }
    try books.payReward(withdrawal.reward.total, to: owner)
    books.emit(
      Traffic.ContentRewardsWithdrawn(
        id: id, owner: owner, epochs: withdrawal.epochs.map(\.units),
        traffic: UInt256(withdrawal.reward.traffic.units),
        mining: UInt256(withdrawal.reward.mining.units)),
      by: Traffic.address)
    return UInt256(withdrawal.reward.total.units)
  }
}

extension Traffic {
  fileprivate static func checkWithdrawal(of count: UInt32) throws(Refusal) {
    guard count <= withdrawalEpochsMax else {
      throw Refusal("a withdrawal looks at \(withdrawalEpochsMax) epochs at most, not \(count)")
    }
  }
}

extension Books {
  /// Takes what a node has earned by storing, which needs no maturity.
  fileprivate mutating func takeStorageEarnings(of node: Address, with deposit: Wei) -> Wei {
    guard var index = self[Tables.storageIndex] else { return .zero }
    var earnings = storageEarnings(of: node, with: deposit, by: index)
    let amount = earnings.amount
    earnings.amount = .zero
    index.unclaimed = Wei(index.unclaimed.units - amount.units)
    self[Tables.storageEarnings[node]] = earnings
    self[Tables.storageIndex] = index
    return amount
  }

  fileprivate mutating func payReward(_ amount: Wei, to recipient: Address) throws(Refusal) {
    guard amount > .zero else {
      throw Refusal("nothing can be withdrawn yet: what an epoch counted has to mature")
    }
    try pay(amount, from: ModuleAccount.trafficRewards.address, to: recipient)
  }
}
