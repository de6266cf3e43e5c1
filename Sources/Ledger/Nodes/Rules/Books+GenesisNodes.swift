import Chain
import Codec
import Cryptography

extension Books {
  /// Adds the nodes a network starts with; their wei are in the node deposits already.
  mutating func placeNodes(of genesis: Genesis) throws(GenesisError) {
    var seats = MetaSeats()
    for node in genesis.metaNodes {
      try place(node, as: .meta, listed: "metaNodes")
      seats.seat(node.id)
    }
    self[Tables.metaSeats] = seats
    for resource in genesis.resourceNodes {
      let role = NodeRecord.Role.resource(
        .init(
          services: resource.services, capacityBytes: resource.capacityBytes,
          region: resource.region))
      try place(resource.node, as: role, listed: "resourceNodes")
      creditStorage(of: resource.node.id, changing: .zero, to: resource.node.deposit)
    }
    do throws(ArithmeticError) {
      // All of them at once, so that the noz for sale are ⌊S/r⌋ exactly.
      var economy = economy
      try economy.join(try genesis.deposits.total(), prepaid: .zero)
      self[Tables.economy] = economy
    } catch {
      preconditionFailure("the deposits of a genesis are part of the supply: \(error)")
    }
  }

  private mutating func place(
    _ node: GenesisNode, as role: NodeRecord.Role, listed list: String
  ) throws(GenesisError) {
    var record = NodeRecord(
      owner: node.owner, key: node.key.compressed, role: role, beneficiary: node.beneficiary,
      endpoint: node.endpoint, moniker: node.moniker, deposit: node.deposit)
    record.effectiveDeposit = node.deposit
    record.enter(.active, in: .zero)
    do throws(Refusal) {
      try checkHolder(node.owner)
      try checkHolder(node.beneficiary)
      _ = try addNode(record, of: node.key)
    } catch {
      throw GenesisError(field: list, value: "\(node.id)", allowed: error.reason)
    }
  }
}
