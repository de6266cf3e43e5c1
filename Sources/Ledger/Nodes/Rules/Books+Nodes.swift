import Chain
import Codec
import Cryptography

extension Books {
  func node(_ id: Address) throws(Refusal) -> NodeRecord {
    guard let record = self[Tables.nodes[id]] else { throw Refusal("there is no node \(id)") }
    return record
  }

  func resourceNode(_ id: Address) throws(Refusal) -> NodeRecord {
    let record = try node(id)
    guard record.isResource else { throw Refusal("\(id) is a meta node, and no resource node") }
    return record
  }

  func metaNode(_ id: Address) throws(Refusal) -> NodeRecord {
    let record = try node(id)
    guard !record.isResource else { throw Refusal("\(id) is a resource node, and no meta node") }
    return record
  }

  /// A node that its owner calls about.
  func node(_ id: Address, of owner: Address) throws(Refusal) -> NodeRecord {
    let record = try node(id)
    guard record.owner == owner else {
      throw Refusal("the node \(id) belongs to \(record.owner), and not to \(owner)")
    }
    return record
  }

  /// Adds a node under a key of its own and returns its id; its deposit is in the account already.
  mutating func addNode(
    _ record: NodeRecord, of key: PublicKey
  ) throws(Refusal) -> Address {
    let id = Address(of: key)
    guard self[Tables.nodes[id]] == nil, self[Tables.consensusKeys[id]] == nil else {
      throw Refusal("the key \(record.key) was registered before: a key registers once")
    }
    self[Tables.nodes[id]] = record
    _ = append(id, to: Tables.nodesInOrder, counted: Tables.nodeCount)
    let count = count(of: Tables.nodeCounts[record.owner])
    self[Tables.nodesByOwner[record.owner, count]] = id
    self[Tables.nodeCounts[record.owner]] = Count(count + 1)
    report(record, of: id)
    return id
  }

  private mutating func report(_ record: NodeRecord, of id: Address) {
    let key = ABIBytes(record.key.array)
    switch record.role {
    case .resource(let resource):
      emit(
        Nodes.ResourceNodeRegistered(
          node: id, owner: record.owner, nodeKey: key, beneficiary: record.beneficiary,
          services: resource.services, capacityBytes: resource.capacityBytes,
          region: resource.region, endpoint: record.endpoint, moniker: record.moniker,
          deposit: UInt256(record.deposit.units)),
        by: Nodes.address)
    case .meta:
      emit(
        Nodes.MetaNodeRegistered(
          node: id, owner: record.owner, nodeKey: key, beneficiary: record.beneficiary,
          endpoint: record.endpoint, moniker: record.moniker,
          deposit: UInt256(record.deposit.units)),
        by: Nodes.address)
    }
  }

  /// The least that can back the network: below r, it would be no noz.
  func depositMin(for role: NodeRecord.Role) -> Wei {
    let parameters = self[placed: Tables.parameters]
    let least =
      switch role {
      case .resource: parameters.nodeDepositMin
      case .meta: parameters.metaDepositMin
      }
    return max(least, Wei(UInt128(economy.weiPerNoz)))
  }
}
