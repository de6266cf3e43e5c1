import Chain
import Codec
import Ledger

/// What pages count, what an epoch pays for it, and who claims that.
extension ObservedTraffic {
  struct Tally: Equatable {
    var noz: UInt128 = 0
    var contentNoz: UInt128 = 0

    mutating func add(_ noz: UInt128, isContent: Bool) {
      self.noz += noz
      if isContent { contentNoz += noz }
    }
  }

  /// What an epoch settled, with the claims that nobody has made yet.
  struct Settled {
    let answer: SettledEpoch
    let reportEpochs: UInt64
    var nodes: [Address: Tally]
    var files: [FixedBytes<32>: Tally]
    var seats: Set<Address>
    var unclaimed: UInt128

    func weight(_ tally: Tally) -> UInt128 {
      10_000 * tally.noz - UInt128(answer.terms.contentShareBp) * tally.contentNoz
    }

    func share(
      _ pool: KeyPath<SettledEpoch.Split, UInt256>, _ part: UInt128, of total: UInt128
    ) -> [UInt128] {
      [answer.traffic, answer.mining].map {
        ObservedEconomy.part($0[keyPath: pool].low, part, total)
      }
    }
  }

  var unclaimed: UInt128 { epochs.values.reduce(storageUnclaimed) { $0 + $1.unclaimed } }

  mutating func observeTraffic(_ event: LoggedEvent) throws {
    switch event.name {
    case "VoucherCounted": try count(event)
    case "ReportSubmitted":
      let page = [UInt64(event.number(0)), UInt64(event.number(1))]
      let window = epochs[page[0]]?.reportEpochs
      try Contradiction.unless(
        pages.insert(page).inserted && event.number(6) == pageNoz, "a page counts once")
      try Contradiction.unless(
        window.map { page[0] + $0 >= epoch && page[0] < epoch } == true, "a page out of its window")
      pageNoz = 0
    case "EpochSettled": try settle(event)
    case "NodeRewardsWithdrawn":
      let (list, traffic, mining, storage) = try ABI.decode(
        event.data.span, as: [UInt64].self, UInt256.self, UInt256.self, UInt256.self)
      let id = event.address(0)
      let rewards = try list.map { try claim(of: id, in: $0) }
      try agree(rewards, [traffic.low, mining.low], "the rewards of \(id)")
      try Contradiction.unless(event.address(1) == node(id).beneficiary, "who is paid")
      try withdrawStorage(storage.low, of: id)
    case "MetaRewardsWithdrawn":
      let (list, traffic, mining) = try ABI.decode(
        event.data.span, as: [UInt64].self, UInt256.self, UInt256.self)
      let rewards = try list.map { try seatClaim(of: event.address(0), in: $0) }
      try agree(rewards, [traffic.low, mining.low], "the rewards of a seat")
    case "ContentRewardsWithdrawn":
      let (list, traffic, mining) = try ABI.decode(
        event.data.span, as: [UInt64].self, UInt256.self, UInt256.self)
      let id = event.words[0].bigEndianBytes
      let rewards = try list.map { try contentClaim(of: id, in: $0) }
      try agree(rewards, [traffic.low, mining.low], "the rewards of a file")
      let owner = files[id]?.owner ?? lastOwners[id]
      try Contradiction.unless(event.address(1) == owner, "a file's rewards are its owner's")
    case "RecordsExpired":
      let number = UInt64(event.number(0))
      let settled = epochs.removeValue(forKey: number)
      try Contradiction.unless(
        settled?.unclaimed == event.number(1)
          && settled.map { number + $0.answer.recordEpochs < epoch } == true,
        "what nobody claimed in time expires")
    default: break
    }
  }

  private func agree(_ rewards: [[UInt128]], _ paid: [UInt128], _ what: String) throws {
    let sums = (0...1).map { side in rewards.reduce(0) { $0 + $1[side] } }
    try Contradiction.unless(sums == paid, "\(what): \(paid) were paid of \(sums)")
  }

  private mutating func count(_ event: LoggedEvent) throws {
    let key = VoucherKey(
      epoch: UInt64(event.number(3)), payer: event.address(4), consumer: event.address(0),
      node: event.address(1), file: event.words[2].bigEndianBytes)
    let (signed, noz, isContent) = (event.number(5), event.number(6), event.number(7) == 1)
    counted[key, default: 0] += noz
    try Contradiction.unless(
      noz > 0 && counted[key, default: 0] <= signed, "more counts than was signed")
    let node = try node(key.node)
    try Contradiction.unless(
      !node.isMeta && node.stretches.contains { $0.contains(key.epoch) },
      "\(key.node) was not active in epoch \(key.epoch)")
    try Contradiction.unless(
      isContent == files[key.file]?.isLive(in: epoch) ?? false, "content is of a live file")
    try draw(noz, for: key)
    tally.add(noz, isContent: isContent)
    pageNoz += noz
    nodeTallies[key.node, default: Tally()].add(noz, isContent: isContent)
    if isContent { fileTallies[key.file, default: Tally()].add(noz, isContent: true) }
  }

  private mutating func settle(_ event: LoggedEvent) throws {
    let answer = try SettledEpoch(decodingMembers: event.data.span)
    let terms = answer.terms
    let due = dues.removeValue(forKey: epoch) ?? 0
    let told = [
      terms.deposits.low, terms.prepaid.low, terms.forSale, terms.mined.low, terms.voucherNoz,
      terms.contentNoz, terms.storageNoz, terms.storageDeposits.low, UInt128(terms.seats),
    ]
    let known = [
      economy.deposits, economy.prepaid, economy.forSale, economy.mined, tally.noz,
      tally.contentNoz, due, storageDeposits, UInt128(seats.count),
    ]
    try Contradiction.unless(told == known, "terms are \(told), and should be \(known)")
    let noz = tally.noz + due
    let worth = economy.worth(of: noz)
    try Contradiction.unless(answer.traffic.total.low == worth, "R is \(worth)")
    let cap = worth * UInt128(terms.subsidyCapBp) / 10_000
    let mined = min(terms.tierWei.low, terms.miningReserve.low, cap)
    try Contradiction.unless(answer.mining.total.low == mined, "B is \(mined)")
    try answer.traffic.check(terms, taxBp: UInt128(terms.communityTaxBp), noz: noz)
    try answer.mining.check(terms, taxBp: 0, noz: noz)
    let (traffic, mining) = (answer.traffic, answer.mining)
    try economy.settle(noz, paying: traffic.paid, mining: mining.paid)
    chainPart = traffic.chain.low + mining.chain.low
    let storage = traffic.storagePool.low + mining.storagePool.low
    shareStorage(storage)
    epochs[epoch] = Settled(
      answer: answer, reportEpochs: answer.reportEpochs, nodes: nodeTallies, files: fileTallies,
      seats: Set(seats), unclaimed: traffic.pools + mining.pools - storage)
    (tally, nodeTallies, fileTallies) = (Tally(), [:], [:])
  }

  /// Takes a claim's wei out of what an epoch owes, if they are mature.
  private mutating func pay(_ wei: [UInt128]?, in number: UInt64) throws -> [UInt128] {
    guard let wei, let settled = epochs[number] else { throw Contradiction("a claim of nothing") }
    let sum = wei.reduce(0, +)
    let time = number + settled.answer.maturityEpochs...number + settled.answer.recordEpochs
    try Contradiction.unless(time.contains(epoch), "epoch \(number) is paid in epoch \(epoch)")
    try Contradiction.unless(sum <= settled.unclaimed, "claims exceed the pools of \(number)")
    epochs[number]?.unclaimed -= sum
    return wei
  }

  private mutating func claim(of node: Address, in number: UInt64) throws -> [UInt128] {
    let tally = epochs[number]?.nodes.removeValue(forKey: node)
    let wei = epochs[number].flatMap { epoch in
      tally.map {
        let total = Tally(
          noz: epoch.answer.terms.voucherNoz, contentNoz: epoch.answer.terms.contentNoz)
        return epoch.share(\.nodesPool, epoch.weight($0), of: epoch.weight(total))
      }
    }
    return try pay(wei, in: number)
  }

  private mutating func seatClaim(of node: Address, in number: UInt64) throws -> [UInt128] {
    let seat = epochs[number]?.seats.remove(node)
    let wei = epochs[number].flatMap { epoch in
      seat.map { _ in epoch.share(\.seatsPool, 1, of: UInt128(epoch.answer.terms.seats)) }
    }
    return try pay(wei, in: number)
  }

  private mutating func contentClaim(
    of file: FixedBytes<32>, in number: UInt64
  ) throws -> [UInt128] {
    let tally = epochs[number]?.files.removeValue(forKey: file)
    let wei = epochs[number].flatMap { epoch in
      tally.map {
        epoch.share(\.contentPool, $0.contentNoz, of: epoch.answer.terms.contentNoz)
      }
    }
    return try pay(wei, in: number)
  }
}

extension SettledEpoch.Split {
  /// What stays to be claimed.
  var pools: UInt128 { storagePool.low + contentPool.low + nodesPool.low + seatsPool.low }

  var paid: UInt128 { chain.low + resourceTax.low + metaTax.low + pools }

  /// That every part is what the terms make of the total.
  func check(_ terms: SettledEpoch.Terms, taxBp: UInt128, noz: UInt128) throws {
    func basisPoints(_ amount: UInt128, _ count: UInt128) -> UInt128 { amount * count / 10_000 }
    let resource = basisPoints(total.low, UInt128(terms.resourceBp))
    let meta = terms.seats == 0 ? 0 : basisPoints(total.low, UInt128(terms.metaBp))
    let rest = resource - basisPoints(resource, taxBp)
    let storage = noz == 0 ? 0 : ObservedEconomy.part(rest, terms.storageNoz, noz)
    let shared = UInt128(terms.contentShareBp) * terms.contentNoz
    let content =
      terms.voucherNoz == 0
      ? 0 : ObservedEconomy.part(rest - storage, shared, 10_000 * terms.voucherNoz)
    let told = [
      chain, self.resource, self.meta, resourceTax, metaTax, storagePool, contentPool, nodesPool,
      seatsPool,
    ].map(\.low)
    let expected = [
      basisPoints(total.low, UInt128(terms.chainBp)), resource, meta, resource - rest,
      basisPoints(meta, taxBp), terms.storageDeposits == .zero ? 0 : storage, content,
      rest - storage - content, meta - basisPoints(meta, taxBp),
    ]
    try Contradiction.unless(told == expected, "split as \(told), not \(expected)")
  }
}
