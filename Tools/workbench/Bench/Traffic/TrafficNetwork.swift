import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A network whose second epoch has begun, with nodes, and consumers who sign for traffic.
struct TrafficNetwork {
  static let vouchersPerPage = 500

  /// The domain of vouchers and pages.
  static let domain =
    Network(chainID: ChainID(20_480), genesisHash: .zero).domain(of: traffic)

  /// What a consumer pays for ozone.
  private static let payment = Wei(gwei: 1_000_000)
  /// What a voucher is about.
  private static let noz: UInt128 = 1_000_000

  private(set) var state = InMemoryState()
  private let resources: [Address]
  private let metas: [FixedBytes<32>]
  private let payer: FixedBytes<32>
  private var random = SplitMix64(seed: 1)
  private var pageCount: UInt32 = 0
  /// Those of the page made last.
  private(set) var lastVouchers: [SignedVoucher] = []

  init(validatorCount: Int, metaCount: Int, resourceCount: Int) throws {
    var random = random
    var draft = GenesisDraft(validatorCount: 0)
    draft.validators = (0..<validatorCount).map { _ in
      GenesisValidator(
        account: random.address(), key: random.publicKey(), stake: Wei(stos: 10_000),
        commissionBasisPoints: 500, moniker: "", endpoint: "")
    }
    let owner = random.address()
    metas = (0..<metaCount).map { _ in random.fixedBytes() }
    draft.metaNodes = try metas.map {
      Self.node(of: try PrivateKey($0).publicKey, deposit: Wei(stos: 1_000), owner: owner)
    }
    draft.resourceNodes = (0..<resourceCount).map { _ in
      GenesisResourceNode(
        node: Self.node(of: random.publicKey(), deposit: Wei(stos: 100), owner: owner),
        services: 4, capacityBytes: 1 << 40, region: "north")
    }
    resources = draft.resourceNodes.map(\.node.id)
    payer = random.fixedBytes()
    let placed = 10_000 * validatorCount + 1_000 * metaCount + 100 * resourceCount
    draft.accounts = [
      Genesis.Account(
        address: Address(of: try PrivateKey(payer).publicKey),
        balance: Wei(stos: 60_000_000 - UInt64(placed)))
    ]
    state.apply(try InitialState.changes(for: try draft.validated()))
    state.apply(Execution.execute([], in: Self.block(1, isClosing: true), over: state).changes)
    self.random = random
  }

  private static func node(of key: PublicKey, deposit: Wei, owner: Address) -> GenesisNode {
    GenesisNode(
      owner: owner, key: key, beneficiary: owner, deposit: deposit, endpoint: "node.example:1",
      moniker: "")
  }

  static func block(_ epoch: UInt64, isClosing: Bool = false) -> BlockContext {
    BlockContext(
      chainID: ChainID(20_480), height: Height(epoch), epoch: Epoch(epoch), time: Timestamp(1_000),
      proposer: .zero, view: View(600), parentView: View(598), isClosing: isClosing)
  }

  /// How many signatures are checked to count a page: the consumers' and the quorum's.
  var signaturesPerPage: Int { Self.vouchersPerPage + quorum }

  private var quorum: Int { 2 * metas.count / 3 + 1 }

  private mutating func change(_ body: (Self, inout Books) throws -> Void) throws {
    var books = Books(over: state)
    try body(self, &books)
    _ = books.settle()
    state.apply(books.changes)
  }

  /// The next page as a transaction that nobody has executed; its consumers have ozone.
  mutating func nextReport() throws -> Recovered<Transaction> {
    let unsigned = UnsignedTransaction(
      chainID: ChainID(20_480), nonce: 0, maxPriorityFeePerGas: .zero, maxFeePerGas: Wei(gwei: 2),
      gasLimit: Gas(20_000_000), recipient: Self.traffic, value: .zero, data: try nextPage())
    let raw = unsigned.signed(by: try PrivateKey(payer))
    return try Unverified(try Transaction(decoding: raw, for: ChainID(20_480))).recovered()
  }

  static let traffic = Address(protocol: 0x1004)
  static let prepay = Address(protocol: 0x1005)

  private func call(_ contract: Address, value: Wei = .zero) throws -> Call {
    Call(
      sender: Address(of: try PrivateKey(payer).publicKey), recipient: contract, value: value,
      block: Self.block(2))
  }

  private func fund(_ consumer: Address, in books: inout Books) throws {
    _ = try books.perform(
      try call(Self.prepay, value: Self.payment),
      data: calldata("prepay(address,uint256)", consumer, UInt256.zero).span)
  }

  /// The calldata of a page about the first epoch, signed by everybody it takes.
  private mutating func nextPage() throws -> [UInt8] {
    let first = Int(pageCount) * Self.vouchersPerPage
    var vouchers: [SignedVoucher] = []
    for index in first..<first + Self.vouchersPerPage {
      vouchers.append(
        try SignedVoucher(
          by: Wallet(secret: random.fixedBytes()), of: Self.noz,
          node: resources[index % resources.count], in: Epoch(1), on: Self.domain))
    }
    try change { (network, books) in
      for voucher in vouchers { try network.fund(voucher.consumer, in: &books) }
    }
    lastVouchers = vouchers
    let digest = vouchers.pageDigest(of: Epoch(1), page: pageCount, on: Self.domain)
    var approvals: [(signer: Address, bytes: [UInt8])] = []
    for secret in metas.prefix(quorum) {
      let key = try PrivateKey(secret)
      let signature = key.sign(digest)
      approvals.append((Address(of: key.publicKey), signature.bytes.array))
    }
    approvals.sort { $0.signer < $1.signer }
    defer { pageCount += 1 }
    return calldata(
      SignedVoucher.reportMethod, 1 as UInt64, pageCount, vouchers,
      ABIBytes(approvals.flatMap(\.bytes)))
  }
}

extension TrafficNetwork {
  private static let partSize = 50_000

  /// Makes consumers with ozone, of whom the first have each signed a voucher that was counted.
  ///
  /// One call buys the ozone, and records split it: a million calls would take minutes.
  mutating func placeConsumers(_ count: Int, voucherCount: Int) throws {
    let buyer = random.address()
    try change { (network, books) in
      _ = try books.perform(
        try network.call(Self.prepay, value: Wei(Self.payment.units * UInt128(count))),
        data: calldata("prepay(address,uint256)", buyer, UInt256.zero).span)
    }
    let bought = UInt128(try answer(Self.prepay, calldata("balanceOf(address)", buyer)).low)
    let part = bought / UInt128(count)
    for start in stride(from: 0, to: count, by: Self.partSize) {
      var records = PlacedRecords()
      for index in start..<min(start + Self.partSize, count) {
        let isCounted = index < voucherCount
        records.put(50, random.address()) { $0.write(isCounted ? part - Self.noz : part) }
        guard isCounted else { continue }
        records.put(43, 1 as UInt64, random.digest()) { $0.write(Self.noz) }
      }
      state.apply(records.changes)
    }
    var records = PlacedRecords()
    records.put(50, buyer) { $0.write(bought - part * UInt128(count)) }
    place(voucherCount, in: &records)
    state.apply(records.changes)
    let tally = try answer(Self.traffic, calldata("tally()"), at: 32)
    precondition(
      tally == UInt256(Self.noz * UInt128(voucherCount)), "the ledger reads what was placed")
  }

  /// What the nodes, in turn, have been counted.
  private mutating func place(_ voucherCount: Int, in records: inout PlacedRecords) {
    let used = min(voucherCount, resources.count)
    for (index, node) in resources.prefix(used).enumerated() {
      let count = voucherCount / used + (index < voucherCount % used ? 1 : 0)
      records.put(44, 2 as UInt64, node) { record in
        record.write(Self.noz * UInt128(count))
        record.write(0 as UInt128)
        record.write(0 as UInt64)
        record.write(0 as UInt8)
      }
      records.put(45, node) { record in
        record.write(2 as UInt64)
        record.write(2 as UInt64)
      }
    }
    for page in 0..<voucherCount / Self.vouchersPerPage {
      records.put(42, 1 as UInt64, UInt32(page)) { record in
        record.write(2 as UInt64)
        record.write(random.digest())
      }
    }
    records.put(single: 16) { record in
      record.write(Self.noz * UInt128(voucherCount))
      record.write(0 as UInt128)
    }
  }

  /// A word of what a contract answers.
  private func answer(_ contract: Address, _ data: [UInt8], at start: Int = 0) throws -> UInt256 {
    let words = try Books(over: state).result(of: try call(contract), data: data.span)
    return UInt256(bigEndian: words.span.extracting(start..<start + 32))
  }
}
