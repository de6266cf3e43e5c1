import Chain
import Codec
import Ledger

/// Where ozone is, and what it pays for.
extension ObservedTraffic {
  struct File {
    var owner: Address
    var due: UInt128
    let epochCount: UInt128
    /// The epoch of its confirmation, and the last in which it is due.
    var paid: ClosedRange<UInt64>?

    func isLive(in epoch: UInt64) -> Bool { paid.map { epoch <= $0.upperBound } ?? false }

    /// What was paid for and is not due up to an epoch.
    func undue(in epoch: UInt64) -> UInt128 {
      guard let paid else { return due * epochCount }
      return paid.upperBound > epoch ? due * UInt128(paid.upperBound - epoch) : 0
    }
  }

  struct Contract {
    let opener: Address
    let beneficiary: Address
    let cap: UInt128
    /// The epochs whose traffic it pays for.
    var epochs: ClosedRange<UInt64>
    var noz: UInt128 = 0
    var isClosed = false
  }

  /// What a voucher's noz are cumulative for.
  struct VoucherKey: Hashable {
    let epoch: UInt64
    let payer: Address
    let consumer: Address
    let node: Address
    let file: FixedBytes<32>
  }

  private func file(_ id: FixedBytes<32>) throws -> File {
    guard let file = files[id] else { throw Contradiction("there is no file \(id)") }
    return file
  }

  /// Changes what is due after the current epoch, up to a last one.
  private mutating func changeDue(of file: File, sign: Int) throws {
    guard let last = file.paid?.upperBound, last > epoch, file.due > 0 else { return }
    try Contradiction.unless(last - epoch < 10_000, "a history never pays for so many epochs")
    for epoch in epoch + 1...last {
      dues[epoch, default: 0] =
        sign > 0 ? dues[epoch, default: 0] + file.due : dues[epoch, default: 0] - file.due
    }
  }

  mutating func observeFile(_ event: LoggedEvent) throws {
    let id = event.words[0].bigEndianBytes
    switch event.name {
    case "FileRecorded":
      let file = File(owner: event.address(1), due: event.number(9), epochCount: event.number(8))
      try Contradiction.unless(
        files[id] == nil && lastOwners[id] == nil, "an id never comes back")
      try economy.sell(exactly: file.due * file.epochCount, for: event.number(10))
      files[id] = file
    case "FileConfirmed":
      var file = try file(id)
      let last = UInt64(event.number(2))
      try Contradiction.unless(
        file.paid == nil && last == epoch + UInt64(file.epochCount), "paid time begins once")
      file.paid = epoch...last
      files[id] = file
      try changeDue(of: file, sign: 1)
    case "FileRenewed": try renew(id, event)
    case "FileTransferred": files[id]?.owner = event.address(2)
    case "FileGone":
      let file = try file(id)
      try Contradiction.unless(
        event.address(1) == file.owner && event.number(3) == file.undue(in: epoch),
        "what is not yet due is the owner's")
      try changeDue(of: file, sign: -1)
      ozone[file.owner, default: 0] += event.number(3)
      lastOwners[id] = file.owner
      files[id] = nil
    default: break
    }
  }

  private mutating func renew(_ id: FixedBytes<32>, _ event: LoggedEvent) throws {
    var file = try file(id)
    guard let paid = file.paid else { throw Contradiction("a file is renewed unconfirmed") }
    let (noz, rest) = (event.number(4), event.number(6))
    let held = file.undue(in: epoch) + noz
    try economy.sell(exactly: noz, for: event.number(5))
    try changeDue(of: file, sign: -1)
    file.due = event.number(3)
    file.paid = paid.lowerBound...UInt64(event.number(2))
    try changeDue(of: file, sign: 1)
    try Contradiction.unless(
      file.undue(in: epoch) + rest == held, "a renewal spreads what was paid")
    ozone[file.owner, default: 0] += rest
    files[id] = file
  }

  mutating func observeOzone(_ event: LoggedEvent) throws {
    let contract = event.address(0)
    switch event.name {
    case "OzoneBought":
      try economy.sell(event.number(3), forAll: event.number(2))
      ozone[event.address(1), default: 0] += event.number(3)
    case "ContractOpened":
      let opened = UInt64(event.number(5))
      contracts[contract] = Contract(
        opener: event.address(1), beneficiary: event.address(2), cap: event.number(4),
        epochs: opened...UInt64(event.number(6)))
    case "ContractFunded":
      try economy.sell(event.number(3), forAll: event.number(2))
      contracts[contract]?.noz += event.number(3)
    case "ContractClosing":
      guard let epochs = contracts[contract]?.epochs else { return }
      let end = min(epochs.upperBound, UInt64(event.number(1)))
      contracts[contract]?.epochs = epochs.lowerBound...end
    case "ContractClosed":
      try Contradiction.unless(
        contracts[contract]?.noz == event.number(2), "the rest of a contract is returned")
      contracts[contract]?.noz = 0
      contracts[contract]?.isClosed = true
      ozone[event.address(1), default: 0] += event.number(2)
      try checkHonoured(contract)
    default: break
    }
  }

  /// That nothing which a contract paid for can still be reported when its rest is returned.
  private func checkHonoured(_ contract: Address) throws {
    guard let epochs = contracts[contract]?.epochs else { return }
    for (number, settled) in self.epochs where epochs.contains(number) {
      try Contradiction.unless(
        number + settled.reportEpochs < epoch, "epoch \(number) can still be reported")
    }
  }

  /// Takes what a voucher draws from its payer.
  mutating func draw(_ noz: UInt128, for key: VoucherKey) throws {
    guard key.payer != key.consumer else {
      let held = ozone[key.consumer, default: 0]
      try Contradiction.unless(noz <= held, "\(key.consumer) spends \(noz) of \(held) noz")
      ozone[key.consumer] = held - noz
      return
    }
    guard var contract = contracts[key.payer] else { throw Contradiction("nobody pays") }
    let place = [key.epoch] + key.payer.bytes.array.map { UInt64($0) }
    drawn[place, default: 0] += noz
    try Contradiction.unless(
      noz <= contract.noz && drawn[place, default: 0] <= contract.cap
        && contract.epochs.contains(key.epoch) && !contract.isClosed,
      "a contract pays what it never promised")
    contract.noz -= noz
    contracts[key.payer] = contract
  }

  /// Ozone bought is held, in contracts, paid for storage and not yet due, or counted.
  func checkOzone() throws {
    var sum = tally.noz + dues[epoch, default: 0] + ozone.values.reduce(0, +)
    sum += contracts.values.reduce(0) { $0 + $1.noz }
    sum += files.values.reduce(0) { $0 + $1.undue(in: epoch) }
    try Contradiction.unless(
      sum == economy.outstanding, "\(sum) noz are somewhere, \(economy.outstanding) were sold")
  }
}
