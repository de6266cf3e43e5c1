import Chain
import Codec
import Cryptography

extension Nodes.NodeAnswer {
  fileprivate init(_ record: NodeRecord, of node: Address) {
    let resource: NodeRecord.Resource =
      switch record.role {
      case .resource(let resource): resource
      case .meta: .init(services: 0, capacityBytes: 0, region: "")
      }
    self.init(
      node: node, owner: record.owner, nodeKey: ABIBytes(record.key.array),
      role: record.role.code, standing: record.standing.code,
      payoutEpoch: record.standing.payoutEpoch.units, beneficiary: record.beneficiary,
      services: resource.services, capacityBytes: resource.capacityBytes, region: resource.region,
      endpoint: record.endpoint, moniker: record.moniker, deposit: UInt256(record.deposit.units),
      effective: UInt256(record.effectiveDeposit.units), counter: record.counter)
  }
}

extension Nodes.NodeOf {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Nodes.NodeAnswer {
    Nodes.NodeAnswer(try books.node(node), of: node)
  }
}

extension Nodes.ListNodes {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> Nodes.NodePage {
    let count = books.count(of: Tables.nodeCount)
    guard cursor < UInt256(count) else { return Nodes.NodePage(nodes: [], next: UInt256(count)) }
    var position = UInt64(cursor.low)
    let end = min(count, position + 1_000)
    var nodes: [Nodes.NodeAnswer] = []
    while position < end, nodes.count < Int(limit) {
      if let node = books[Tables.nodesInOrder[position]] {
        let answer = Nodes.NodeAnswer(try books.node(node), of: node)
        if matches(answer) { nodes.append(answer) }
      }
      position += 1
    }
    return Nodes.NodePage(nodes: nodes, next: UInt256(position))
  }

  private func matches(_ node: Nodes.NodeAnswer) -> Bool {
    (role == 0 || role == node.role) && (standing == 0 || standing == node.standing)
      && (region.isEmpty || Array(region.utf8) == Array(node.region.utf8))
  }
}

extension Nodes.ListNodesOf {
  func answer(_ call: Call, from books: Books) -> AddressPage {
    let count = books.count(of: Tables.nodeCounts[owner])
    guard cursor < UInt256(count) else { return AddressPage(addresses: [], next: UInt256(count)) }
    let first = UInt64(cursor.low)
    let end = min(count, first + UInt64(min(limit, 1_000)))
    return AddressPage(
      addresses: (first..<end).compactMap { books[Tables.nodesByOwner[owner, $0]] },
      next: UInt256(end))
  }
}

extension Nodes.SeatsOf {
  func answer(_ call: Call, from books: Books) -> Nodes.SeatsAnswer {
    let seats = books.seats
    return Nodes.SeatsAnswer(members: seats.members, quorum: UInt16(seats.quorum))
  }
}

extension Nodes.EconomyOf {
  func answer(_ call: Call, from books: Books) -> Nodes.EconomyAnswer {
    let economy = books.economy
    return Nodes.EconomyAnswer(
      deposits: UInt256(economy.deposits.units), prepaid: UInt256(books.prepaid.units),
      forSale: economy.forSale.units, outstanding: economy.outstanding.units,
      mined: UInt256(economy.mined.units), weiPerNoz: economy.weiPerNoz,
      weiPerOz: books.weiPerOz)
  }
}

extension Nodes.PossessionDigest {
  func answer(_ call: Call, from books: Books) throws(Refusal) -> FixedBytes<32> {
    guard let purpose = Possession.Purpose(rawValue: purpose) else {
      throw Refusal("a key is registered as consensus 1, resource 2 or meta 3, not \(purpose)")
    }
    let possession = Possession(
      purpose: purpose, account: account, key: try PublicKey(refusing: key))
    return possession.digest(on: call.block.network).bytes
  }
}
