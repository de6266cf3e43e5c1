import Chain
import Codec
import Cryptography

extension Call {
  /// Checks what an owner says about a node.
  fileprivate func check(
    beneficiary: Address, endpoint: String, moniker: String, in books: Books
  ) throws(Refusal) {
    try books.checkHolder(beneficiary)
    try Refusal.check("endpoint", endpoint, sizeBytesMax: ProtocolLimits.endpointSizeBytesMax)
    try Refusal.check("moniker", moniker, sizeBytesMax: ProtocolLimits.monikerSizeBytesMax)
  }

  /// Registers a node of the sender with the value as its deposit.
  fileprivate func register(
    _ nodeKey: ABIBytes, _ proof: ABIBytes, as role: NodeRecord.Role, beneficiary: Address,
    endpoint: String, moniker: String, in books: inout Books
  ) throws(Refusal) -> Address {
    try check(beneficiary: beneficiary, endpoint: endpoint, moniker: moniker, in: books)
    let least = books.depositMin(for: role)
    guard value >= least else {
      throw Refusal("a deposit is at least \(least) wei, not \(value)")
    }
    let purpose: Possession.Purpose =
      switch role {
      case .resource: .resourceNode
      case .meta: .metaNode
      }
    let key = try provenKey(nodeKey, as: purpose, by: proof)
    try books.transfer(from: sender, to: ModuleAccount.nodeDeposits.address, amount: value)
    return try books.addNode(
      NodeRecord(
        owner: sender, key: key.compressed, role: role, beneficiary: beneficiary,
        endpoint: endpoint, moniker: moniker, deposit: value),
      of: key)
  }
}

extension NodeRecord.Resource {
  /// What a resource node says it offers, checked.
  fileprivate init(
    checking services: UInt8, _ capacityBytes: UInt64, _ region: String
  ) throws(Refusal) {
    guard (1...ProtocolLimits.nodeServicesMax).contains(services) else {
      throw Refusal(
        "services are a sum of 1 computation, 2 database and 4 storage, and not \(services)")
    }
    try Refusal.check("region", region, sizeBytesMax: ProtocolLimits.regionSizeBytesMax)
    self.init(services: services, capacityBytes: capacityBytes, region: region)
  }
}

extension Nodes.RegisterResourceNode {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Address {
    let resource = try NodeRecord.Resource(checking: services, capacityBytes, region)
    return try call.register(
      nodeKey, proofOfPossession, as: .resource(resource), beneficiary: beneficiary,
      endpoint: endpoint, moniker: moniker, in: &books)
  }
}

extension Nodes.RegisterMetaNode {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> Address {
    try call.register(
      nodeKey, proofOfPossession, as: .meta, beneficiary: beneficiary, endpoint: endpoint,
      moniker: moniker, in: &books)
  }
}

extension Nodes.TopUp {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    var record = try books.node(node, of: call.sender)
    guard !record.isLeaving else { throw Refusal("the node \(node) was removed") }
    guard call.value > .zero else { throw Refusal("a deposit grows by the value of the call") }
    record.deposit = try Refusal.unless(record.deposit.adding(call.value))
    try books.transfer(
      from: call.sender, to: ModuleAccount.nodeDeposits.address, amount: call.value)
    books.emit(
      Nodes.DepositRaised(
        node: node, amount: UInt256(call.value.units), deposit: UInt256(record.deposit.units)),
      by: Nodes.address)
    if !record.isResource, record.standing == .active {
      try books.changeEffectiveDeposit(of: node, &record, to: record.deposit)
    }
    books[Tables.nodes[node]] = record
    return NoResult()
  }
}

extension Nodes.UpdateNode {
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    var record = try books.node(node, of: call.sender)
    try call.check(beneficiary: beneficiary, endpoint: endpoint, moniker: moniker, in: books)
    record.beneficiary = beneficiary
    record.endpoint = endpoint
    record.moniker = moniker
    switch record.role {
    case .resource:
      record.role = .resource(try NodeRecord.Resource(checking: services, capacityBytes, region))
      books.emit(
        Nodes.ResourceNodeUpdated(
          node: node, beneficiary: beneficiary, services: services, capacityBytes: capacityBytes,
          region: region, endpoint: endpoint, moniker: moniker),
        by: Nodes.address)
    case .meta:
      guard services == 0, capacityBytes == 0, region.isEmpty else {
        throw Refusal("a meta node has no services, capacity and region: leave them 0 and empty")
      }
      books.emit(
        Nodes.MetaNodeUpdated(
          node: node, beneficiary: beneficiary, endpoint: endpoint, moniker: moniker),
        by: Nodes.address)
    }
    books[Tables.nodes[node]] = record
    return NoResult()
  }
}

extension Nodes.RemoveNode {
  /// Never refused to the owner of a node that was not removed before.
  func perform(_ call: Call, in books: inout Books) throws(Refusal) -> NoResult {
    let before = try books.node(node, of: call.sender)
    guard !before.isLeaving else { throw Refusal("the node \(node) was removed already") }
    let epoch = call.block.epoch
    if !before.isResource, before.standing == .active { try books.unseat(node, in: epoch) }
    var record = try books.node(node)
    let wait = books[placed: Tables.parameters].nodeUnbondingEpochs
    let payoutEpoch = Epoch(epoch.units + wait)
    record.counter += 1
    record.enter(.unbonding(until: payoutEpoch), in: epoch)
    if record.effectiveDeposit > .zero {
      try books.changeEffectiveDeposit(of: node, &record, to: .zero)
    }
    books[Tables.nodes[node]] = record
    books[Tables.depositPayouts[payoutEpoch.units, node]] = record.owner
    books.emit(
      Nodes.Removed(
        node: node, deposit: UInt256(record.deposit.units), payoutEpoch: payoutEpoch.units,
        counter: record.counter),
      by: Nodes.address)
    return NoResult()
  }
}
