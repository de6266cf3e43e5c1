import Chain
import Codec
import Ledger
import TestSupport

/// Calls about traffic and what pays for it.
extension History {
  mutating func trafficCall(by person: Int) throws -> PlannedCall {
    let call: [UInt8]
    let epochs = random.happens(oneIn: 12) ? 1_025 : UInt32(random.number(in: 0...40))
    switch random.number(in: 0...8) {
    case 0:
      let node =
        random.happens(oneIn: 9)
        ? cast.anyMeta(from: &random) : cast.anyResource(from: &random)
      let server = random.happens(oneIn: 4) ? nil : cast.servers.randomElement(using: &random)
      call = calldata("withdrawNodeRewards(address,uint32)", server ?? node, epochs)
    case 1:
      call = calldata("withdrawMetaRewards(address)", cast.anyMeta(from: &random))
    case 2:
      let file = cast.anyFile(from: &random).id
      let served = random.happens(oneIn: 4) ? nil : cast.servedFiles.randomElement(using: &random)
      call = calldata("withdrawContentRewards(bytes32,uint32)", served ?? file, epochs)
    default: call = try report()
    }
    return PlannedCall(sender: person, recipient: Fleet.traffic, data: call)
  }

  /// A new page, or one whose vouchers were reported before, whole or in part and in another order.
  private mutating func report() throws -> [UInt8] {
    let fleet = try fleet
    let old = cast.pages.suffix(8).randomElement(using: &random)
    let isAgain = random.happens(oneIn: 4)
    var epoch = epoch.units - min(epoch.units, UInt64(random.number(in: 1...3)))
    if random.happens(oneIn: 12) { epoch = self.epoch.units &- 9 }
    if random.happens(oneIn: 20) { epoch = self.epoch.units }
    var vouchers: [SignedVoucher] = []
    if isAgain, let old {
      epoch = old.epoch
      vouchers = Array(old.vouchers.shuffled(using: &random).prefix(random.number(in: 1...9)))
    }
    for _ in 0..<random.number(in: isAgain ? 0...2 : 0...6) {
      vouchers.append(try voucher(of: epoch))
    }
    cast.pageCount += 1
    var page = cast.pageCount
    if random.happens(oneIn: 8), let old { (epoch, page) = (old.epoch, old.number) }
    if !vouchers.isEmpty {
      cast.pages =
        cast.pages.suffix(8)
        + [TrafficCast.Page(epoch: epoch, number: page, vouchers: vouchers)]
    }
    let terms = vouchers.pageDigest(of: epoch, page: page)
    return calldata(
      SignedVoucher.reportMethod, epoch, page, vouchers, try approvals(of: terms, in: fleet))
  }

  private mutating func voucher(of epoch: UInt64) throws -> SignedVoucher {
    let consumer = cast.consumers[random.number(in: 0...cast.consumers.count - 1)]
    // From a few to more than anybody has.
    let noz = UInt128(random.next()) >> UInt128(random.number(in: 20...60))
    var voucher = try consumer.voucher(
      noz, by: servingNode(), in: epoch,
      payer: random.happens(oneIn: 2) ? cast.anyContract(from: &random) : nil,
      file: random.happens(oneIn: 3) ? .zero : servedFile())
    if random.happens(oneIn: 12) { voucher.noz += 1 }
    return voucher
  }

  /// Mostly a node that is active now.
  mutating func servingNode() throws -> Address {
    let node = cast.anyResource(from: &random)
    guard !random.happens(oneIn: 8) else { return node }
    let fleet = try fleet
    let active = cast.resources.filter { (try? fleet.record($0))?.standing == 2 }
    return active.randomElement(using: &random) ?? node
  }

  /// A payment that moves the price, and sometimes one that moves it far.
  private mutating func payment() -> UInt128 {
    switch random.number(in: 0...5) {
    case 0: 0
    case 1: random.unsigned() % 3_000_000
    case 2: UInt128(random.next()) * 64 % (900 * Fleet.stos)
    default: UInt128(random.next()) % (5 * Fleet.stos)
    }
  }

  private mutating func beneficiary() -> Address {
    let consumer = cast.consumers[random.number(in: 0...cast.consumers.count - 1)].address
    return random.happens(oneIn: 6) ? anybody() : consumer
  }

  mutating func prepayCall(by person: Int) -> PlannedCall {
    let contract = cast.anyContract(from: &random)
    let least = random.happens(oneIn: 9) ? UInt256.max : .zero
    var (sender, data, value) = (person, [UInt8](), UInt128(0))
    switch random.number(in: 0...10) {
    case 0...2:
      data = calldata("prepay(address,uint256)", beneficiary(), least)
      value = payment()
    case 3:
      let path = random.happens(oneIn: 8) ? [tokens[2]] : [tokens[2], .stos]
      let end: UInt64 = random.happens(oneIn: 9) ? 1 : .max
      let units = UInt256(random.unsigned(UInt128.self) % 2_000_000)
      data = calldata(
        "prepayWithToken(address[],uint256,uint256,address,uint64)", path, units, least,
        beneficiary(), end)
    case 4...5:
      data = newContract(atLeast: least)
      value = payment()
    case 6...7:
      let consumers = cast.consumers.map(\.address).shuffled(using: &random)
      let noz = random.happens(oneIn: 4) ? 0 : random.unsigned(UInt128.self) >> 84
      data = calldata(
        "admit(address,address[],uint128)", contract,
        Array(consumers.prefix(random.number(in: 1...4))), noz)
      sender = opener(of: contract, or: person)
    case 8:
      data = calldata("fundContract(address,uint256)", contract, least)
      value = payment()
    default:
      data = calldata("closeContract(address)", contract)
      sender = opener(of: contract, or: person)
    }
    return PlannedCall(sender: sender, recipient: World.prepay, data: data, value: value)
  }

  private mutating func newContract(atLeast least: UInt256) -> [UInt8] {
    let scope: FixedBytes<32>
    switch random.number(in: 0...4) {
    case 0: scope = cast.anyFile(from: &random).id
    case 1:
      let owner = wallets[random.number(in: 0...Self.peopleCount - 1)].address
      scope = UInt256(bigEndian: owner.bytes.storage.span).bigEndianBytes
    default: scope = .zero
    }
    let cap = random.happens(oneIn: 3) ? UInt256(random.unsigned(UInt64.self)) : .max
    let expiry =
      random.happens(oneIn: 2) ? .max : epoch.units + UInt64(random.number(in: 0...9)) - 1
    return calldata(
      "openContract(address,bytes32,uint256,uint64,uint256)",
      random.happens(oneIn: 4) ? .zero : beneficiary(), scope, cap, expiry, least)
  }

  private mutating func opener(of contract: Address, or person: Int) -> Int {
    guard !random.happens(oneIn: 8), let opener = try? fleet.world.contract(contract).opener
    else { return person }
    return wallets.firstIndex { $0.address == opener } ?? person
  }
}
