import Chain
import Codec
import Cryptography

extension Nodes.SetEffectiveDeposit {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    var record = try books.resourceNode(node)
    guard !record.isLeaving else { throw Refusal("the node \(node) was removed") }
    let amount = try effective.wei()
    let least = books.depositMin(for: record.role)
    guard amount == .zero || (amount >= least && amount <= record.deposit) else {
      throw Refusal(
        """
        the effective deposit of \(node) is 0, or \(least) to the \(record.deposit) wei deposited, \
        and not \(amount)
        """)
    }
    let statement = QuorumStatement(
      "SetEffectiveDeposit(address node,uint256 effective,uint64 counter)", for: Nodes.address,
      on: call.block
    ) {
      $0.write(address: node.bytes)
      $0.write(effective)
      $0.write(UInt256(record.counter))
    }
    try books.checkQuorum(metaSignatures, for: statement)
    record.counter += 1
    record.enter(amount == .zero ? .suspended : .active, in: call.block.epoch)
    try books.changeEffectiveDeposit(of: node, &record, to: amount)
    books[Tables.nodes[node]] = record
    if amount == .zero {
      books.emit(
        Nodes.Suspended(node: node, reason: "", counter: record.counter), by: Nodes.address)
    }
    return NoResult()
  }
}

extension Nodes.Suspend {
  /// A node on its way out stays so, and pays all the same.
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> UInt256 {
    let counter = try books.resourceNode(node).counter
    guard try books.node(node).standing != .gone else {
      throw Refusal("the deposit of the node \(node) was paid out")
    }
    try Refusal.check("reason", reason, sizeBytesMax: Nodes.reasonSizeBytesMax)
    let noz = try penaltyNoz.noz()
    let statement = QuorumStatement(
      "Suspend(address node,uint256 penaltyNoz,string reason,uint64 counter)", for: Nodes.address,
      on: call.block
    ) {
      $0.write(address: node.bytes)
      $0.write(penaltyNoz)
      $0.write(text: reason)
      $0.write(UInt256(counter))
    }
    try books.checkQuorum(metaSignatures, for: statement)
    let taken = try books.penalise(
      node, for: noz, to: ModuleAccount.communityPool.address, in: call.block)
    var record = try books.node(node)
    record.counter += 1
    if !record.isLeaving { record.enter(.suspended, in: call.block.epoch) }
    if record.effectiveDeposit > .zero {
      try books.changeEffectiveDeposit(of: node, &record, to: .zero)
    }
    books[Tables.nodes[node]] = record
    books.emit(
      Nodes.Suspended(node: node, reason: reason, counter: record.counter), by: Nodes.address)
    return UInt256(taken.units)
  }
}

extension Nodes.AdmitMetaNode {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    try books.checkDecision("AdmitMetaNode", on: node, by: metaSignatures, in: call.block)
    try books.seat(node, in: call.block.epoch)
    return NoResult()
  }
}

extension Nodes.ExpelMetaNode {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    try books.checkDecision("ExpelMetaNode", on: node, by: metaSignatures, in: call.block)
    try books.unseat(node, in: call.block.epoch)
    return NoResult()
  }
}

extension Books {
  /// Whether a quorum decides something about a meta node that takes no other terms.
  fileprivate func checkDecision(
    _ name: String, on node: Address, by signatures: ABIBytes, in block: BlockContext
  ) throws(Refusal) {
    let counter = try metaNode(node).counter
    let statement = QuorumStatement(
      "\(name)(address node,uint64 counter)", for: Nodes.address, on: block
    ) {
      $0.write(address: node.bytes)
      $0.write(UInt256(counter))
    }
    try checkQuorum(signatures, for: statement)
  }
}

extension UInt256 {
  /// The number as noz; a word that is wider is more than there can be.
  func noz() throws(Refusal) -> Noz {
    guard high == 0, low <= Economy.nozMax.units else {
      throw Refusal("\(self) noz are more than there can be")
    }
    return Noz(low)
  }
}
