import Chain
import Codec

extension Books {
  var seats: MetaSeats { self[Tables.metaSeats] ?? MetaSeats() }

  /// Gives a meta node a seat; the whole of its deposit backs the network from now on.
  mutating func seat(_ node: Address, in epoch: Epoch) throws(Refusal) {
    var record = try metaNode(node)
    guard record.standing == .registered else {
      throw Refusal("only a registered meta node without a seat gets one, and \(node) is none")
    }
    let least = depositMin(for: record.role)
    guard record.deposit >= least else {
      throw Refusal("a seat takes a deposit of \(least) wei, and \(node) has \(record.deposit)")
    }
    var seats = seats
    guard seats.members.count < ProtocolLimits.metaSeatsMax else {
      throw Refusal("all \(ProtocolLimits.metaSeatsMax) seats are taken")
    }
    seats.seat(node)
    self[Tables.metaSeats] = seats
    record.counter += 1
    record.enter(.active, in: epoch)
    try changeEffectiveDeposit(of: node, &record, to: record.deposit)
    self[Tables.nodes[node]] = record
    emit(Nodes.Seated(node: node, counter: record.counter), by: Nodes.address)
  }

  /// Takes a meta node's seat; its deposit stays, and it can get a seat again.
  mutating func unseat(_ node: Address, in epoch: Epoch) throws(Refusal) {
    var record = try metaNode(node)
    guard record.standing == .active else { throw Refusal("the meta node \(node) has no seat") }
    var seats = seats
    seats.unseat(node)
    self[Tables.metaSeats] = seats
    record.counter += 1
    record.enter(.registered, in: epoch)
    try changeEffectiveDeposit(of: node, &record, to: .zero)
    self[Tables.nodes[node]] = record
    emit(Nodes.Unseated(node: node, counter: record.counter), by: Nodes.address)
  }
}
