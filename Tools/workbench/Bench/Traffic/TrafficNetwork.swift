import Chain
import Codec
import Cryptography
import Ledger
import State
import TestSupport

/// A network whose second epoch has begun, with nodes, and consumers who sign for traffic.
struct TrafficNetwork {
  static let vouchersPerPage = 500

  private(set) var state = InMemoryState()
  private let resources: [Address]
  private let metas: [FixedBytes<32>]
  private let payer: FixedBytes<32>
  private var random = SplitMix64(seed: 1)
  private var pageCount: UInt32 = 0

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

  /// Makes consumers with ozone who consume nothing.
  mutating func addConsumers(_ count: Int) throws {
    var left = count
    while left > 0 {
      let part = min(left, 10_000)
      let consumers = (0..<part).map { _ in random.address() }
      try change { (network, books) in
        for consumer in consumers { try network.fund(consumer, in: &books) }
      }
      left -= part
    }
  }

  /// Counts pages of vouchers, each by a consumer of its own, for the nodes in turn.
  mutating func countPages(_ count: Int) throws {
    for _ in 0..<count {
      let data = try nextPage()
      try change { (network, books) in
        _ = try books.perform(try network.call(Self.traffic), data: data.span)
      }
    }
  }

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

  private static let traffic = Address(protocol: 0x1004)
  private static let prepay = Address(protocol: 0x1005)

  private func call(_ contract: Address, value: Wei = .zero) throws -> Call {
    Call(
      sender: Address(of: try PrivateKey(payer).publicKey), recipient: contract, value: value,
      block: Self.block(2))
  }

  private func fund(_ consumer: Address, in books: inout Books) throws {
    let selector = Keccak256.hash("prepay(address,uint256)").bytes.array[..<4]
    let data = selector + ABI.encode(consumer, UInt256.zero)
    _ = try books.perform(
      try call(Self.prepay, value: Wei(gwei: 1_000_000)), data: Array(data).span)
  }

  /// The calldata of a page about the first epoch, signed by everybody it takes.
  private mutating func nextPage() throws -> [UInt8] {
    let first = Int(pageCount) * Self.vouchersPerPage
    var vouchers: [BenchVoucher] = []
    for index in first..<first + Self.vouchersPerPage {
      vouchers.append(
        try BenchVoucher(
          by: random.privateKey(), node: resources[index % resources.count], noz: 1_000_000))
    }
    try change { (network, books) in
      for voucher in vouchers { try network.fund(voucher.consumer, in: &books) }
    }
    let digest = BenchVoucher.pageDigest(vouchers, page: pageCount)
    var approvals: [(signer: Address, bytes: [UInt8])] = []
    for secret in metas.prefix(quorum) {
      let key = try PrivateKey(secret)
      let signature = key.sign(digest)
      approvals.append((Address(of: key.publicKey), signature.bytes.array))
    }
    approvals.sort { $0.signer < $1.signer }
    defer { pageCount += 1 }
    let selector = Keccak256.hash(BenchVoucher.reportSignature).bytes.array[..<4]
    return selector
      + ABI.encode(1 as UInt64, pageCount, vouchers, ABIBytes(approvals.flatMap(\.bytes)))
  }
}
