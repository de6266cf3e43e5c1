import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// Traffic, and the ozone that pays for it.
extension Crowd {
  func report(seeing sight: Sight) -> CallDraft? {
    switch random.number(in: 0...6) {
    case 0...2: return page(seeing: sight)
    case 3, 4:
      return any(of: resources).map {
        withdraw(calldata("withdrawNodeRewards(address,uint32)", $0, 10 as UInt32))
      }
    case 5:
      return any(of: metas).map { withdraw(calldata("withdrawMetaRewards(address)", $0)) }
    default:
      guard let file = any(of: files(seeing: sight).filter { $0.standing >= 2 }) else {
        return self.file(seeing: sight)
      }
      return withdraw(
        calldata("withdrawContentRewards(bytes32,uint32)", file.id, 10 as UInt32))
    }
  }

  private func withdraw(_ data: [UInt8]) -> CallDraft {
    CallDraft(sender: client, recipient: Self.traffic, data: data)
  }

  /// A page about the epoch before, whose consumers have ozone.
  private func page(seeing sight: Sight) -> CallDraft? {
    guard sight.epoch > Epoch(1) else { return buy() }
    let epoch = Epoch(sight.epoch.units - 1)
    let file = any(of: files(seeing: sight).filter { $0.standing == 2 })
    var vouchers: [SignedVoucher] = []
    for _ in 0..<random.number(in: 1...3) {
      let consumer = client
      let payer = payer(for: consumer, seeing: sight)
      guard let wallet = wallet(of: consumer), let node = any(of: resources),
        let voucher = try? SignedVoucher(
          by: wallet, of: UInt128(random.number(in: 1...1_000_000_000)), node: node,
          file: random.happens(oneIn: 3) ? .zero : file?.id ?? .zero, payer: payer, in: epoch,
          on: entered.domain(of: Self.traffic))
      else { continue }
      vouchers.append(voucher)
    }
    guard vouchers.contains(where: { ozone(of: $0.payer, seeing: sight) > 0 }) else { return buy() }
    let number = UInt32(random.number(in: 0...1_000))
    let terms = vouchers.pageDigest(
      of: epoch, page: number, on: entered.domain(of: Self.traffic))
    return approvals(of: terms, seeing: sight).map {
      CallDraft(
        sender: client, recipient: Self.traffic,
        data: calldata(SignedVoucher.reportMethod, epoch.units, number, vouchers, $0))
    }
  }

  private func ozone(of account: Address, seeing sight: Sight) -> UInt128 {
    let own = sight.ask(Self.prepay, calldata("balanceOf(address)", account))?.number(0) ?? 0
    return own > 0 ? own : contracts(seeing: sight).contains(account) ? 1 : 0
  }

  private func payer(for consumer: Address, seeing sight: Sight) -> Address {
    random.happens(oneIn: 3) ? any(of: contracts(seeing: sight)) ?? consumer : consumer
  }

  // MARK: Prepay

  private func contracts(of opener: Address, seeing sight: Sight) -> [Address] {
    let data = calldata(
      "contracts(address,uint256,uint16)", opener, UInt256.zero, 1_000 as UInt16)
    return sight.ask(Self.prepay, data)?.addresses ?? []
  }

  private func contracts(seeing sight: Sight) -> [Address] {
    clients.flatMap { contracts(of: $0, seeing: sight) }
  }

  private func pay(_ sender: Address, _ data: [UInt8], value: UInt128 = 0) -> CallDraft {
    CallDraft(sender: sender, recipient: Self.prepay, value: value, data: data)
  }

  private func buy() -> CallDraft {
    pay(
      client, calldata("prepay(address,uint256)", client, UInt256.zero),
      value: wei(upToMilliSTOS: 100))
  }

  func prepay(seeing sight: Sight) -> CallDraft? {
    let opener = client
    let own = any(of: contracts(of: opener, seeing: sight))
    switch random.number(in: 0...6) {
    case 0: return buy()
    case 1:
      guard let token = any(of: tokens(seeing: sight)) else { return nil }
      let data = calldata(
        "prepayWithToken(address[],uint256,uint256,address,uint64)", [token, Address.stos],
        UInt256(UInt64(random.number(in: 1_000...100_000))), UInt256.zero, client, UInt64.max)
      return pay(opener, data)
    case 2: return open(by: opener, seeing: sight)
    case 3:
      guard let own else { return open(by: opener, seeing: sight) }
      return pay(
        opener, calldata("admit(address,address[],uint128)", own, clients, 1_000_000 as UInt128))
    case 4:
      guard let contract = any(of: contracts(seeing: sight)) else {
        return open(by: opener, seeing: sight)
      }
      return pay(
        client, calldata("fundContract(address,uint256)", contract, UInt256.zero),
        value: wei(upToMilliSTOS: 50))
    default:
      guard let own else { return open(by: opener, seeing: sight) }
      return pay(opener, calldata("closeContract(address)", own))
    }
  }

  private func open(by opener: Address, seeing sight: Sight) -> CallDraft {
    let scope = any(of: files(seeing: sight))?.id ?? .zero
    return pay(
      opener,
      calldata(
        "openContract(address,bytes32,uint256,uint64,uint256)", client,
        random.happens(oneIn: 2) ? scope : FixedBytes<32>.zero, UInt256.max, UInt64.max,
        UInt256.zero),
      value: wei(upToMilliSTOS: 100))
  }
}
