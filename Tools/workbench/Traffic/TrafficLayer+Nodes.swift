import Chain
import Codec
import Cryptography
import TestSupport

/// Nodes that serve and store, and those that keep account.
extension TrafficLayer {
  /// A page has at most so many vouchers; the contract takes 500.
  private static let vouchersPerPage = 6
  private static let withdrawalEpochs: UInt32 = 256

  /// Which of the nodes take part now.
  func activeNodes() throws(TrafficFailure) -> [Address] {
    var active: [Address] = []
    for resource in resourceNodes.map(\.address) where try standing(of: resource) == .active {
      active.append(resource)
    }
    return active
  }

  private enum Standing: UInt128 {
    case unknown, registered, active, suspended, unbonding, gone
  }

  private func standing(of node: Address) throws(TrafficFailure) -> Standing {
    do throws(TrafficFailure) {
      let record = try self.node.view(Self.nodes, "node", ABI.encode(node))
      return Standing(rawValue: record.number("standing")) ?? .unknown
    } catch {
      guard case .refused = error else { throw error }
      return .unknown
    }
  }

  /// Registers the keeper's node where it is new, and has the meta nodes activate it.
  mutating func keepNode() throws(TrafficFailure) {
    guard let wallet = resourceNodes.last else { return }
    let deposit = Wei(stos: 200)
    if try standing(of: wallet.address) == .unknown {
      let (key, proof) = try provenKey(of: wallet)
      let data = calldata(
        "registerResourceNode(bytes,bytes,address,uint8,uint64,string,string,string)", key, proof,
        keeper.address, 4 as UInt8, 1 << 40 as UInt64, "east", "", "the keeper's node")
      try node.send(by: &keeper, to: Self.nodes, data, value: deposit)
    }
    switch try standing(of: wallet.address) {
    case .unknown, .active, .unbonding, .gone: return
    case .registered, .suspended: break
    }
    let counter = try node.view(Self.nodes, "node", ABI.encode(wallet.address))["counter"]
    let type = "SetEffectiveDeposit(address node,uint256 effective,uint64 counter)"
    let terms = network.digest(type, for: Self.nodes) {
      $0.write(address: wallet.address.bytes)
      $0.write(UInt256(deposit.units))
      $0.write(counter ?? .zero)
    }
    let data = calldata(
      "setEffectiveDeposit(address,uint256,bytes)", wallet.address, UInt256(deposit.units),
      try approvals(of: terms))
    try node.send(by: &keeper, to: Self.nodes, data)
  }

  private func provenKey(
    of wallet: Wallet
  ) throws(TrafficFailure) -> (key: ABIBytes, proof: ABIBytes) {
    do {
      let key = try wallet.publicKey
      let possession = Possession(purpose: .resourceNode, account: keeper.address, key: key)
      let proof = try wallet.signature(over: possession.digest(on: network))
      return (ABIBytes(key.compressed.array), ABIBytes(proof.bytes.array))
    } catch {
      throw .broken("a node's key cannot be proven: \(error)")
    }
  }

  // MARK: Reports

  /// What is signed by so many meta nodes as decide.
  func approvals(of digest: Digest) throws(TrafficFailure) -> ABIBytes {
    let bytes = try node.ask(Self.nodes, calldata("seats()"))
    do {
      let (members, quorum) = try ABI.decode(bytes.span, as: [Address].self, UInt16.self)
      let signers = metaNodes.filter { members.contains($0.address) }
        .sorted { $0.address < $1.address }
      guard signers.count >= Int(quorum) else {
        throw TrafficFailure.refused(
          "it takes \(quorum) meta nodes, and the keys of \(signers.count) with seats are known")
      }
      return ABIBytes(
        try signers.prefix(Int(quorum)).flatMap { try $0.signature(over: digest).bytes.array })
    } catch let failure as TrafficFailure {
      throw failure
    } catch {
      throw .broken("the meta nodes cannot sign: \(error)")
    }
  }

  /// Submits the vouchers of epochs that are over, page by page.
  mutating func report(in epoch: UInt64) throws(TrafficFailure) {
    let domain = network.domain(of: Self.traffic)
    while let (past, vouchers) = unreported.first, past < epoch {
      guard try node.view(Self.traffic, "window", ABI.encode(past)).number("isOpen") == 1 else {
        node.tell("epoch \(past) can be reported no more; its traffic is lost")
        unreported.removeFirst()
        continue
      }
      var page: UInt32 = 0
      var rest = vouchers[...]
      while !rest.isEmpty {
        // Of an earlier run of this program, or of somebody else with these keys.
        while try node.view(Self.traffic, "page", ABI.encode(past, page)).number("isCounted") == 1 {
          page += 1
        }
        let part = Array(rest.prefix(Self.vouchersPerPage))
        let digest = part.pageDigest(of: Epoch(past), page: page, on: domain)
        let data = calldata(
          SignedVoucher.reportMethod, past, page, part, try approvals(of: digest))
        try node.send(by: &keeper, to: Self.traffic, data)
        rest = rest.dropFirst(part.count)
        unreported[0].vouchers = Array(rest)
      }
      unreported.removeFirst()
    }
  }

  // MARK: Rewards

  /// Has everything paid out that is mature; anybody may ask for it.
  mutating func withdraw() throws(TrafficFailure) {
    for resource in resourceNodes.map(\.address) where try standing(of: resource) != .unknown {
      try withdraw(
        "nodeRewards", ABI.encode(resource, Self.withdrawalEpochs),
        calldata("withdrawNodeRewards(address,uint32)", resource, Self.withdrawalEpochs))
    }
    for meta in metaNodes.map(\.address) where try standing(of: meta) != .unknown {
      try withdraw(
        "nodeRewards", ABI.encode(meta, Self.withdrawalEpochs),
        calldata("withdrawMetaRewards(address)", meta))
    }
    if let file = try liveFile() {
      try withdraw(
        "contentRewards", ABI.encode(file, Self.withdrawalEpochs),
        calldata("withdrawContentRewards(bytes32,uint32)", file, Self.withdrawalEpochs))
    }
  }

  private mutating func withdraw(
    _ view: String, _ arguments: [UInt8], _ data: [UInt8]
  ) throws(TrafficFailure) {
    let due = try node.view(Self.traffic, view, arguments).number("due")
    guard due > 0 else { return }
    try node.send(by: &keeper, to: Self.traffic, data)
    paid = Wei(paid.units + due)
  }
}
