import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// Calls about nodes.
extension History {
  /// Everything that can be asked about the moment.
  var fleet: Fleet {
    get throws {
      Fleet(
        in: World(
          people: wallets.map(\.address), over: state, at: time, in: epoch, view: view),
        metas: cast.metas, resources: cast.resources, consensusKey: genesis.validators[0].key,
        secrets: cast.secrets)
    }
  }

  /// The signatures of a quorum, but sometimes of too few, or of others.
  mutating func approvals(of digest: Digest, in fleet: Fleet) throws -> ABIBytes {
    let (seats, quorum) = try fleet.seats()
    var signers = Array(seats.shuffled(using: &random).prefix(Int(quorum)))
    if random.happens(oneIn: 12) { signers = Array(signers.dropLast()) }
    if random.happens(oneIn: 30) { signers.append(cast.resources[0]) }
    return try fleet.signatures(of: digest, by: signers)
  }

  private func nodes(_ person: Int, _ data: [UInt8], value: UInt128 = 0) -> PlannedCall {
    PlannedCall(sender: person, recipient: Fleet.nodes, data: data, value: value)
  }

  /// Who may call for a node, or now and then somebody else.
  private mutating func owner(of node: Address, in fleet: Fleet, or person: Int) throws -> Int {
    guard !random.happens(oneIn: 8), let owner = try? fleet.record(node).owner else {
      return person
    }
    return wallets.firstIndex { $0.address == owner } ?? person
  }

  mutating func nodeCall(by person: Int) throws -> PlannedCall {
    let fleet = try fleet
    switch random.number(in: 0...13) {
    case 0...1: return try newResource(by: person)
    case 2: return try newMeta(by: person)
    case 3:
      let node = cast.anyNode(from: &random)
      let value = random.happens(oneIn: 6) ? 0 : random.unsigned() % (300 * Fleet.stos)
      let owner = try owner(of: node, in: fleet, or: person)
      return nodes(owner, calldata("topUp(address)", node), value: value)
    case 4:
      let node = cast.anyNode(from: &random)
      let isMeta = cast.metas.contains(node)
      let data = calldata(
        "updateNode(address,address,uint8,uint64,string,string,string)", node, anybody(),
        isMeta ? 0 : 4 as UInt8, 0 as UInt64, "", "n:2", "n")
      return nodes(try owner(of: node, in: fleet, or: person), data)
    case 5...7: return try newEffectiveDeposit(by: person, in: fleet)
    case 8: return try suspension(by: person, in: fleet)
    case 9:
      let node =
        random.happens(oneIn: 3)
        ? cast.anyMeta(from: &random) : cast.anyResource(from: &random)
      let owner = try owner(of: node, in: fleet, or: person)
      return nodes(owner, calldata("removeNode(address)", node))
    case 10...11: return try decision("AdmitMetaNode", by: person, in: fleet)
    case 12:
      return try decision(
        random.happens(oneIn: 3) ? "AdmitMetaNode" : "ExpelMetaNode", by: person, in: fleet)
    default:
      // Rare, because it costs a seat, and without seats nothing is decided.
      return random.happens(oneIn: 5)
        ? try contradiction(by: person, in: fleet)
        : try decision("AdmitMetaNode", by: person, in: fleet)
    }
  }

  private mutating func newResource(by person: Int) throws -> PlannedCall {
    let key = try cast.newKey(from: &random)
    let fleet = try self.fleet
    // A proof of possession that somebody else took out of the air now and then.
    let account = wallets[random.happens(oneIn: 6) ? 0 : person].address
    let data = calldata(
      "registerResourceNode(bytes,bytes,address,uint8,uint64,string,string,string)",
      ABIBytes(key.compressed.array), try fleet.proof(of: key, as: .resourceNode, for: account),
      wallets[random.number(in: 0...Self.peopleCount - 1)].address, 4 as UInt8, 9 as UInt64,
      "north", "n:1", "n")
    return nodes(person, data, value: Fleet.stos + random.unsigned() % (500 * Fleet.stos))
  }

  private mutating func newMeta(by person: Int) throws -> PlannedCall {
    let key = try cast.newKey(from: &random)
    let fleet = try self.fleet
    let data = calldata(
      "registerMetaNode(bytes,bytes,address,string,string)", ABIBytes(key.compressed.array),
      try fleet.proof(of: key, as: .metaNode, for: wallets[person].address),
      wallets[person].address, "m:1", "m")
    let least = random.happens(oneIn: 4) ? 0 : Fleet.metaDeposit
    return nodes(person, data, value: least + random.unsigned() % (400 * Fleet.stos))
  }

  private mutating func newEffectiveDeposit(
    by person: Int, in fleet: Fleet
  ) throws -> PlannedCall {
    let node = cast.anyResource(from: &random)
    let record = try fleet.record(node)
    let parts: [UInt128] = [0, record.deposit.low / 2, record.deposit.low, record.deposit.low]
    let amount = random.happens(oneIn: 8) ? random.unsigned() : parts[random.number(in: 0...3)]
    let stale = record.counter - (record.counter > 0 && random.happens(oneIn: 10) ? 1 : 0)
    let terms = try fleet.effectiveDepositDigest(node, amount, counter: stale)
    let data = calldata(
      "setEffectiveDeposit(address,uint256,bytes)", node, UInt256(amount),
      try approvals(of: terms, in: fleet))
    return nodes(person, data)
  }

  private mutating func suspension(by person: Int, in fleet: Fleet) throws -> PlannedCall {
    let node = cast.anyResource(from: &random)
    let noz = random.unsigned(UInt128.self) >> UInt128(random.number(in: 14...127))
    let counter = try fleet.record(node).counter
    let terms = fleet.digest(
      "Suspend(address node,uint256 penaltyNoz,string reason,uint64 counter)"
    ) {
      $0.write(address: node.bytes)
      $0.write(UInt256(noz))
      $0.write(text: "offline")
      $0.write(UInt256(counter))
    }
    let data = calldata(
      "suspend(address,uint256,string,bytes)", node, UInt256(noz), "offline",
      try approvals(of: terms, in: fleet))
    return nodes(person, data)
  }

  private mutating func decision(
    _ name: String, by person: Int, in fleet: Fleet
  ) throws -> PlannedCall {
    let node =
      random.happens(oneIn: 9)
      ? cast.anyResource(from: &random) : cast.anyMeta(from: &random)
    let counter = try fleet.record(node).counter
    let terms = fleet.digest("\(name)(address node,uint64 counter)") {
      $0.write(address: node.bytes)
      $0.write(UInt256(counter))
    }
    let method = name == "AdmitMetaNode" ? "admitMetaNode" : "expelMetaNode"
    let data = calldata(
      "\(method)(address,bytes)", node, try approvals(of: terms, in: fleet))
    return nodes(person, data)
  }

  private mutating func contradiction(by person: Int, in fleet: Fleet) throws -> PlannedCall {
    let node = cast.anyMeta(from: &random)
    let page = UInt32(random.number(in: 0...3))
    let hashes: [UInt8] = random.happens(oneIn: 4) ? [1, 1] : [1, 2]
    let (first, second) = (
      try fleet.signedPage(page, epoch: 1, vouchers: hashes[0], by: node),
      try fleet.signedPage(page, epoch: 1, vouchers: hashes[1], by: node)
    )
    return nodes(person, calldata("submitReportEvidence(bytes,bytes)", first, second))
  }
}
