import Chain
import Codec
import Cryptography
import Ledger
import TestSupport

/// Everybody outside the chain of a development network, played by their keys: consumers, nodes
/// that serve and store, meta nodes that keep account.
///
/// What there is to do follows from what the contracts answer, so it goes on behind a chain that
/// somebody else has used, and behind itself. Only vouchers that nobody has reported are lost when
/// it ends.
struct TrafficLayer {
  static let nodes = Address(protocol: 0x1002)
  static let files = Address(protocol: 0x1003)
  static let traffic = Address(protocol: 0x1004)
  static let prepay = Address(protocol: 0x1005)
  static let exchange = Address(protocol: 0x1006)
  static let tokens = Address(protocol: 0x1007)

  /// What a consumer spends on ozone in an epoch.
  static let budget = Wei(stos: 1)

  let node: PatientNode
  let network: Network
  /// Has the rest of the supply, and gives to those below what they need.
  var bank: Wallet
  /// Pay for their own traffic, the last one in tokens.
  var consumers: [Wallet]
  /// Watches what the sponsor pays for.
  let guest: Wallet
  /// Owns a file and a prepay contract for those who fetch it.
  var sponsor: Wallet
  /// Owns a node, and sends what anybody may send.
  var keeper: Wallet
  let metaNodes: [Wallet]
  /// All but the last are there from the beginning; that one is registered by the keeper.
  let resourceNodes: [Wallet]
  /// Vouchers whose epoch has not been reported.
  var unreported: [(epoch: UInt64, vouchers: [SignedVoucher])] = []
  /// What withdrawals have paid since an epoch was last told about.
  var paid = Wei.zero

  init(_ keys: DevnetKeys, at node: PatientNode) throws {
    guard let last = keys.testers.last, keys.traffic.count >= 6, !keys.resourceNodes.isEmpty else {
      throw TrafficFailure.broken("the file of keys lacks some of those that are needed")
    }
    self.node = node
    network = try node.network()
    bank = try last.wallet()
    let own = try keys.traffic.map { try $0.wallet() }
    consumers = Array(own[0..<3])
    (guest, sponsor, keeper) = (own[3], own[4], own[5])
    metaNodes = try keys.metaNodes.map { try $0.wallet() }
    resourceNodes = try keys.resourceNodes.map { try $0.wallet() }
    // Wallets that tests share sign for this chain.
    guard network.chainID == ChainID(20_480) else {
      throw TrafficFailure.broken(
        """
        the node's chain id is \(network.chainID), and no development network's: on any other \
        chain these keys belong to everybody
        """)
    }
  }

  /// Plays until so many epochs have been told about, or until it is asked to end.
  mutating func run(epochs: UInt64) throws {
    // Before the first block there is nothing but genesis.
    var epoch = try wait(after: 0)
    for _ in 0..<epochs {
      try play(epoch)
      let next = try wait(after: epoch)
      node.tell(try account(of: next - 1))
      epoch = next
    }
  }

  private func currentEpoch() throws(TrafficFailure) -> UInt64 {
    UInt64(try node.view(Self.traffic, "tally").number("epoch"))
  }

  private func wait(after epoch: UInt64) throws(TrafficFailure) -> UInt64 {
    while true {
      let current = try currentEpoch()
      if current > epoch { return current }
      try node.ending.sleep(seconds: 0.25)
    }
  }

  /// What an epoch came to, in a line.
  private mutating func account(of epoch: UInt64) throws(TrafficFailure) -> String {
    let record = try node.view(Self.traffic, "epoch", ABI.encode(epoch))
    let noz = record.number("terms.voucherNoz")
    let stored = record.number("terms.storageNoz")
    defer { paid = .zero }
    return """
      epoch \(epoch): \(noz / 1_000_000_000) GB moved, \(stored) B·epochs stored; settled \
      \(Self.text(record.number("traffic.total"))), mined \
      \(Self.text(record.number("mining.total"))), paid out \(Self.text(paid.units))
      """
  }

  /// An amount to a thousandth of a STOS.
  private static func text(_ wei: UInt128) -> String {
    let milli = wei / 1_000_000_000_000_000
    let digits = String(milli % 1_000 + 1_000).dropFirst()
    return "\(milli / 1_000).\(digits) STOS"
  }

  // MARK: An epoch

  /// Does everything that an epoch brings; what a contract refuses is told, and tried again in
  /// the next epoch.
  private mutating func play(_ epoch: UInt64) throws(TrafficFailure) {
    try attempt("fund accounts") { layer throws(TrafficFailure) in try layer.fund() }
    try attempt("report traffic") { layer throws(TrafficFailure) in try layer.report(in: epoch) }
    try attempt("run a node") { layer throws(TrafficFailure) in try layer.keepNode() }
    try attempt("keep a file") { layer throws(TrafficFailure) in try layer.keepFile(in: epoch) }
    try attempt("sponsor traffic") { layer throws(TrafficFailure) in
      try layer.keepContract(in: epoch)
    }
    try attempt("buy ozone") { layer throws(TrafficFailure) in try layer.buy() }
    try attempt("move traffic") { layer throws(TrafficFailure) in try layer.move(in: epoch) }
    try attempt("withdraw rewards") { layer throws(TrafficFailure) in try layer.withdraw() }
  }

  private mutating func attempt(
    _ what: String, _ body: (inout Self) throws(TrafficFailure) -> Void
  ) throws(TrafficFailure) {
    do throws(TrafficFailure) {
      try body(&self)
    } catch {
      guard case .refused(let reason) = error else { throw error }
      node.tell("cannot \(what): \(reason)")
    }
  }
}
