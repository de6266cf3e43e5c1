import Chain
import Codec
import Ledger

/// Nodes, files, ozone and rewards, as logs tell of them.
struct ObservedTraffic {
  struct Node {
    let isMeta: Bool
    let owner: Address
    var beneficiary: Address
    var deposit: UInt128
    var effective: UInt128 = 0
    /// When it was active; the last stretch may go on.
    var stretches: [ClosedRange<UInt64>] = []
    var isActive = false
    /// What its effective deposit has earned by storing, times 2⁶⁴, and what of it was paid.
    var earned = UInt256.zero
    var paid: UInt128 = 0
    /// How often rounding may have kept a wei from it.
    var changeCount: UInt128 = 0
    /// The epoch of its last fines, what they took, and the deposit before.
    var fines: (epoch: UInt64, taken: UInt128, base: UInt128) = (0, 0, 0)
  }

  var economy: ObservedEconomy
  /// As it was before the transaction, by which penalties are measured.
  private(set) var economyBefore: ObservedEconomy
  private(set) var nodes: [Address: Node] = [:]
  private(set) var epoch: UInt64 = 1
  var ozone: [Address: UInt128] = [:]
  var files: [FixedBytes<32>: File] = [:]
  var lastOwners: [FixedBytes<32>: Address] = [:]
  var contracts: [Address: Contract] = [:]
  /// What is due for storage at the close of an epoch.
  var dues: [UInt64: UInt128] = [:]
  /// What was counted of each voucher, and of each contract in an epoch.
  var counted: [VoucherKey: UInt128] = [:]
  var drawn: [[UInt64]: UInt128] = [:]
  var pages: Set<[UInt64]> = []
  /// What the pages of the current epoch counted, and what the one at hand did.
  var tally = Tally()
  var pageNoz: UInt128 = 0
  var nodeTallies: [Address: Tally] = [:]
  var fileTallies: [FixedBytes<32>: Tally] = [:]
  var epochs: [UInt64: Settled] = [:]
  /// What storing has earned and nobody has withdrawn.
  var storageUnclaimed: UInt128 = 0
  /// What the chain gets of the last settlement.
  var chainPart: UInt128 = 0

  init(genesis: Genesis) {
    let resources = genesis.resourceNodes.map { ($0.node, false) }
    let metas = genesis.metaNodes.map { ($0, true) }
    for (node, isMeta) in resources + metas {
      nodes[node.id] = Node(
        isMeta: isMeta, owner: node.owner, beneficiary: node.beneficiary,
        deposit: node.deposit.units, effective: node.deposit.units, stretches: [0...0],
        isActive: true)
    }
    economy = ObservedEconomy(
      deposits: nodes.values.reduce(0) { $0 + $1.deposit }, mined: genesis.mined.units,
      weiPerNoz: genesis.weiPerNoz)
    economyBefore = economy
  }

  var depositsHeld: UInt128 { nodes.values.reduce(0) { $0 + $1.deposit } }

  func owner(of node: Address) throws -> Address { try self.node(node).owner }

  func node(_ id: Address) throws -> Node {
    guard let node = nodes[id] else { throw Contradiction("there is no node \(id)") }
    return node
  }

  /// A block of an epoch begins: who is active is so in this one too.
  mutating func begin(_ epoch: Epoch) {
    self.epoch = epoch.units
    for (id, node) in nodes where node.isActive {
      let start = node.stretches.last?.lowerBound ?? epoch.units
      nodes[id]?.stretches[node.stretches.count - 1] = start...epoch.units
    }
    beginCall()
  }

  mutating func beginCall() { economyBefore = economy }

  mutating func observe(_ event: LoggedEvent) throws {
    switch event.reporter {
    case Fleet.nodes: try observeNode(event)
    case World.files: try observeFile(event)
    case Fleet.traffic: try observeTraffic(event)
    case World.prepay: try observeOzone(event)
    default: break
    }
  }

  private mutating func observeNode(_ event: LoggedEvent) throws {
    let id = event.address(0)
    switch event.name {
    case "ResourceNodeRegistered", "MetaNodeRegistered":
      try Contradiction.unless(nodes[id] == nil, "\(id) registers twice")
      let isMeta = event.name == "MetaNodeRegistered"
      nodes[id] = Node(
        isMeta: isMeta, owner: event.address(1), beneficiary: event.address(3),
        deposit: event.number(isMeta ? 6 : 9))
    case "ResourceNodeUpdated", "MetaNodeUpdated": nodes[id]?.beneficiary = event.address(1)
    case "DepositRaised":
      nodes[id]?.deposit += event.number(1)
      try Contradiction.unless(
        nodes[id]?.deposit == event.number(2), "a deposit grows by what is added")
    case "EffectiveDepositChanged": try change(id, to: event.number(1))
    case "Repriced":
      try economy.reprice(deposits: event.number(0), forSale: event.number(1))
      let sum = nodes.values.reduce(0) { $0 + $1.effective }
      try Contradiction.unless(
        sum == economy.deposits, "effective deposits are \(sum), not \(economy.deposits)")
    case "DepositPaid":
      try Contradiction.unless(
        node(id).deposit == event.number(2), "the deposit is paid out, and nothing else")
      nodes[id]?.deposit = 0
    case "Penalised": try penalise(id, event)
    default: break
    }
  }

  private mutating func change(_ id: Address, to effective: UInt128) throws {
    var node = try node(id)
    try Contradiction.unless(effective <= node.deposit, "no more than the deposit is effective")
    node.effective = effective
    node.changeCount += 1
    if effective > 0, !node.isActive { node.stretches.append(epoch...epoch) }
    node.isActive = effective > 0
    nodes[id] = node
  }

  /// Never more than what it would settle for, and five hundredths of the deposit in an epoch.
  private mutating func penalise(_ id: Address, _ event: LoggedEvent) throws {
    var node = try node(id)
    let (noz, amount) = (event.number(2), event.number(3))
    node.deposit -= amount
    try Contradiction.unless(
      node.deposit == event.number(4) && node.effective <= node.deposit,
      "a penalty leaves the rest of a deposit")
    // That for two reports of one page has no noz, and a limit of its own.
    if noz > 0 {
      if node.fines.epoch != epoch { node.fines = (epoch, 0, node.deposit + amount) }
      node.fines.taken += amount
      try Contradiction.unless(
        amount <= economyBefore.worth(of: noz), "a penalty of more than the noz settle for")
      try Contradiction.unless(
        node.fines.taken <= node.fines.base / 20, "penalties above 5 % of a deposit")
    }
    nodes[id] = node
  }

  /// Gives each node that stores its part of a pool.
  mutating func shareStorage(_ pool: UInt128) {
    let total = storageDeposits
    guard pool > 0, total > 0 else { return }
    let growth = UInt256(pool, times: 1 << 64).quotientAndRemainder(dividingBy: total).quotient
    for (id, node) in nodes where !node.isMeta && node.effective > 0 {
      nodes[id]?.earned = node.earned &+ growth &* node.effective
    }
    storageUnclaimed += pool
  }

  /// That a node was paid no more for storing than it earned, and no less but for rounding.
  mutating func withdrawStorage(_ amount: UInt128, of id: Address) throws {
    var node = try node(id)
    node.paid += amount
    node.changeCount += 1
    let earned = node.earned.high << 64 | node.earned.low >> 64
    try Contradiction.unless(
      node.paid <= earned && earned <= node.paid + node.changeCount + 1,
      "\(id) was paid \(node.paid) for storing and earned \(earned)")
    storageUnclaimed -= amount
    nodes[id] = node
  }

  var storageDeposits: UInt128 {
    nodes.values.reduce(0) { $0 + ($1.isMeta ? 0 : $1.effective) }
  }

  var seats: [Address] { nodes.filter { $0.value.isMeta && $0.value.isActive }.map(\.key) }
}
