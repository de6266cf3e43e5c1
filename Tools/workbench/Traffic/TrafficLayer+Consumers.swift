import Chain
import Codec
import Ledger
import TestSupport

/// Those who pay for traffic and sign for it.
extension TrafficLayer {
  /// Gives everybody who has little enough for a while.
  mutating func fund() throws(TrafficFailure) {
    for account in consumers.map(\.address) + [sponsor.address, keeper.address]
    where try node.balance(of: account) < Wei(stos: 1_000).units {
      try node.send(by: &bank, to: account, value: Wei(stos: 10_000))
    }
  }

  mutating func buy() throws(TrafficFailure) {
    for index in consumers.indices.dropLast() {
      let data = calldata(
        "prepay(address,uint256)", consumers[index].address, UInt256.zero)
      try node.send(by: &consumers[index], to: Self.prepay, data, value: Self.budget)
    }
    try buyWithTokens(consumers.count - 1)
  }

  /// Pays with the token that the network begins with, which is about as dear as STOS.
  private mutating func buyWithTokens(_ index: Int) throws(TrafficFailure) {
    let list = calldata("tokens(uint256,uint16)", UInt256.zero, 1 as UInt16)
    guard let token = try addresses(Self.tokens, list).first else { return }
    let buyer = consumers[index].address
    let amount: UInt128 = 1_000_000
    let held = try node.ask(token, calldata("balanceOf(address)", buyer))
    if try decoded(held, as: UInt256.self) < UInt256(amount) {
      let data = calldata(
        "swapExactETHForTokens(uint256,address[],address,uint256)", UInt256.zero,
        [Address.stos, token], buyer, UInt256.max)
      try node.send(by: &consumers[index], to: Self.exchange, data, value: Wei(stos: 20))
    }
    let data = calldata(
      "prepayWithToken(address[],uint256,uint256,address,uint64)", [token, Address.stos],
      UInt256(amount), UInt256.zero, buyer, UInt64.max)
    try node.send(by: &consumers[index], to: Self.prepay, data)
  }

  // MARK: A contract for the audience of a file

  /// Pays for whoever is admitted and fetches the sponsor's files.
  mutating func keepContract(in epoch: UInt64) throws(TrafficFailure) {
    guard let contract = try openContract(in: epoch) else {
      let scope = UInt256(bigEndian: sponsor.address.bytes.storage.span).bigEndianBytes
      let data = calldata(
        "openContract(address,bytes32,uint256,uint64,uint256)", sponsor.address, scope,
        UInt256.max, epoch + 1_000, UInt256.zero)
      try node.send(by: &sponsor, to: Self.prepay, data, value: Wei(stos: 5))
      guard let contract = try openContract(in: epoch) else { return }
      return try admitGuest(to: contract)
    }
    let data = calldata("fundContract(address,uint256)", contract, UInt256.zero)
    try node.send(by: &sponsor, to: Self.prepay, data, value: Self.budget)
    let allowance = try node.ask(
      Self.prepay,
      calldata("allowance(address,address,uint64)", contract, guest.address, epoch))
    if try decoded(allowance, as: UInt256.self).low < Self.allowance / 2 {
      try admitGuest(to: contract)
    }
  }

  private static let allowance: UInt128 = 1_000_000_000_000_000

  private mutating func admitGuest(to contract: Address) throws(TrafficFailure) {
    let data = calldata(
      "admit(address,address[],uint128)", contract, [guest.address], Self.allowance)
    try node.send(by: &sponsor, to: Self.prepay, data)
  }

  /// The newest of the sponsor's contracts that is open.
  private func openContract(in epoch: UInt64) throws(TrafficFailure) -> Address? {
    let list = calldata(
      "contracts(address,uint256,uint16)", sponsor.address, UInt256.zero, 1_000 as UInt16)
    for contract in try addresses(Self.prepay, list).reversed() {
      let record = try node.view(Self.prepay, "contractAt", ABI.encode(contract))
      if record.number("standing") == 0, record.number("expiryEpoch") > UInt128(epoch) {
        return contract
      }
    }
    return nil
  }

  // MARK: Traffic

  /// Lets everybody use most of what is paid for, and sign for it.
  mutating func move(in epoch: UInt64) throws(TrafficFailure) {
    let serving = try activeNodes()
    guard !serving.isEmpty else { return }
    let file = try liveFile() ?? .zero
    var vouchers: [SignedVoucher] = []
    for (number, consumer) in consumers.enumerated() {
      let balance = try node.ask(Self.prepay, calldata("balanceOf(address)", consumer.address))
      vouchers += try sign(
        consumer, for: try decoded(balance, as: UInt128.self) / 5 * 4,
        // Two fetch the file, one something that nobody has recorded.
        of: number == 0 ? .zero : file, from: serving, in: epoch, number)
    }
    if file != .zero, let contract = try openContract(in: epoch) {
      let noz = try node.view(Self.prepay, "contractAt", ABI.encode(contract)).number("noz")
      vouchers += try sign(
        guest, for: noz / 4, of: file, paidBy: contract, from: serving, in: epoch,
        consumers.count)
    }
    unreported.removeAll { $0.epoch == epoch }
    unreported.append((epoch, vouchers))
  }

  /// Signs for traffic that came from two nodes, and from others in every epoch.
  private func sign(
    _ consumer: Wallet, for noz: UInt128, of file: FixedBytes<32>, paidBy payer: Address? = nil,
    from serving: [Address], in epoch: UInt64, _ number: Int
  ) throws(TrafficFailure) -> [SignedVoucher] {
    let parts = [noz / 4 * 3, noz / 4].enumerated().filter { $0.element > 0 }
    do {
      return try parts.map { place, part in
        let server = (number + place + Int(epoch % 1_000)) % serving.count
        return try SignedVoucher(
          by: consumer, of: part, node: serving[server], file: file, payer: payer,
          in: Epoch(epoch), on: network.domain(of: Self.traffic))
      }
    } catch {
      throw .broken("a voucher cannot be signed: \(error)")
    }
  }
}
