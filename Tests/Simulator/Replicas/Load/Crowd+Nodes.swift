import Chain
import Codec
import Cryptography
import TestSupport

/// Nodes of the traffic layer.
extension Crowd {
  /// What the contract says about a node.
  private struct Node {
    let id: Address
    let words: Words

    var owner: Address { words.address(1) }
    /// Seated or active.
    var isActive: Bool { words.number(4) == 2 }
    /// Registered, active or suspended.
    var isThere: Bool { (1...3).contains(words.number(4)) }
    var deposit: UInt128 { words.number(12) }
    var counter: UInt256 { words[14] }
  }

  private func node(_ id: Address?, seeing sight: Sight) -> Node? {
    guard let id, let words = sight.ask(Self.nodes, calldata("node(address)", id)) else {
      return nil
    }
    return Node(id: id, words: words)
  }

  private func node(_ sender: Address, _ data: [UInt8], value: UInt128 = 0) -> CallDraft {
    CallDraft(sender: sender, recipient: Self.nodes, value: value, data: data)
  }

  func node(seeing sight: Sight) -> CallDraft? {
    let resource = node(any(of: resources), seeing: sight)
    let meta = node(any(of: metas), seeing: sight)
    switch random.number(in: 0...10) {
    case 0: return registerResource()
    case 1: return registerMeta()
    case 2:
      guard let one = random.happens(oneIn: 2) ? resource : meta else { return registerMeta() }
      return node(
        one.owner, calldata("topUp(address)", one.id), value: wei(upToMilliSTOS: 1_000))
    case 3: return update(resource, meta)
    case 4, 5: return resource.flatMap { rate($0, seeing: sight) } ?? registerResource()
    case 6: return resource.flatMap { suspend($0, seeing: sight) } ?? registerResource()
    case 7: return remove(seeing: sight) ?? registerResource()
    case 8: return admit(seeing: sight) ?? registerMeta()
    case 9: return expel(seeing: sight) ?? admit(seeing: sight) ?? registerMeta()
    default: return contradiction(seeing: sight) ?? registerMeta()
    }
  }

  private func registerResource() -> CallDraft? {
    let sender = client
    guard let wallet = try? makeWallet(),
      let (key, proof) = provenKey(of: wallet, as: .resourceNode, for: sender)
    else { return nil }
    resources.append(wallet.address)
    return node(
      sender,
      calldata(
        "registerResourceNode(bytes,bytes,address,uint8,uint64,string,string,string)", key, proof,
        sender, 4 as UInt8, 1_000_000 as UInt64, "south", "node.example:2", "n"),
      value: 2 * Self.stos)
  }

  private func registerMeta() -> CallDraft? {
    let sender = client
    guard let wallet = try? makeWallet(),
      let (key, proof) = provenKey(of: wallet, as: .metaNode, for: sender)
    else { return nil }
    metas.append(wallet.address)
    return node(
      sender,
      calldata(
        "registerMetaNode(bytes,bytes,address,string,string)", key, proof, sender,
        "meta.example:2", "m"),
      value: 11 * Self.stos)
  }

  private func update(_ resource: Node?, _ meta: Node?) -> CallDraft? {
    let signature = "updateNode(address,address,uint8,uint64,string,string,string)"
    if random.happens(oneIn: 2), let meta {
      return node(
        meta.owner,
        calldata(signature, meta.id, client, 0 as UInt8, 0 as UInt64, "", "meta.example:3", "u"))
    }
    guard let resource else { return nil }
    return node(
      resource.owner,
      calldata(
        signature, resource.id, client, 3 as UInt8, 7 as UInt64, "west", "node.example:3", "u"))
  }

  private func rate(_ target: Node, seeing sight: Sight) -> CallDraft? {
    guard target.isThere else { return nil }
    let amount = UInt256(random.happens(oneIn: 6) ? 0 : target.deposit)
    let terms = digest(
      "SetEffectiveDeposit(address node,uint256 effective,uint64 counter)", for: Self.nodes
    ) {
      $0.write(address: target.id.bytes)
      $0.write(amount)
      $0.write(target.counter)
    }
    return approvals(of: terms, seeing: sight).map {
      node(
        client, calldata("setEffectiveDeposit(address,uint256,bytes)", target.id, amount, $0))
    }
  }

  private func suspend(_ target: Node, seeing sight: Sight) -> CallDraft? {
    let noz = UInt256(UInt64(random.number(in: 0...1_000_000_000)))
    let terms = digest(
      "Suspend(address node,uint256 penaltyNoz,string reason,uint64 counter)", for: Self.nodes
    ) {
      $0.write(address: target.id.bytes)
      $0.write(noz)
      $0.write(text: "offline")
      $0.write(target.counter)
    }
    return approvals(of: terms, seeing: sight).map {
      node(
        client,
        calldata("suspend(address,uint256,string,bytes)", target.id, noz, "offline", $0))
    }
  }

  /// Removes one that came later, so that there are always some left.
  private func remove(seeing sight: Sight) -> CallDraft? {
    let later = Array(resources.dropFirst(3)) + Array(metas.dropFirst(4))
    guard let target = node(any(of: later), seeing: sight), target.isThere else { return nil }
    return node(target.owner, calldata("removeNode(address)", target.id))
  }

  private func decide(
    _ name: String, _ method: String, on target: Node, seeing sight: Sight
  ) -> CallDraft? {
    let terms = digest("\(name)(address node,uint64 counter)", for: Self.nodes) {
      $0.write(address: target.id.bytes)
      $0.write(target.counter)
    }
    return approvals(of: terms, seeing: sight).map {
      node(client, calldata("\(method)(address,bytes)", target.id, $0))
    }
  }

  private func admit(seeing sight: Sight) -> CallDraft? {
    let waiting = metas.compactMap { node($0, seeing: sight) }.filter { $0.isThere && !$0.isActive }
    return any(of: waiting).flatMap {
      decide("AdmitMetaNode", "admitMetaNode", on: $0, seeing: sight)
    }
  }

  /// Some seats always stay taken.
  private func spareSeat(seeing sight: Sight) -> Node? {
    let seated = metas.compactMap { node($0, seeing: sight) }.filter(\.isActive)
    return seated.count > 3 ? any(of: seated) : nil
  }

  private func expel(seeing sight: Sight) -> CallDraft? {
    spareSeat(seeing: sight).flatMap {
      decide("ExpelMetaNode", "expelMetaNode", on: $0, seeing: sight)
    }
  }

  /// Two different pages that one meta node has signed as the same one.
  private func contradiction(seeing sight: Sight) -> CallDraft? {
    guard let guilty = spareSeat(seeing: sight), let wallet = wallet(of: guilty.id) else {
      return nil
    }
    let page = UInt32(random.number(in: 0...1_000))
    let pages = [1, 2].map { (content: UInt8) in
      let hash = Digest(FixedBytes(repeating: content))
      let terms = digest(SignedVoucher.pageType, for: Self.traffic) {
        $0.write(UInt256(sight.epoch.units))
        $0.write(UInt256(page))
        $0.write(hash)
      }
      var writer = ByteWriter()
      writer.write(sight.epoch.units)
      writer.write(page)
      writer.write(hash)
      if let signature = try? wallet.signature(over: terms) { writer.write(signature) }
      return ABIBytes(writer.bytes)
    }
    return node(client, calldata("submitReportEvidence(bytes,bytes)", pages[0], pages[1]))
  }
}
