import Chain
import Codec
import Cryptography
import Foundation
import Ledger
import RPC
import Sockets

/// A network for tests that is about to be made: who is in it, and where each is reached.
struct TestnetDraft {
  private let source: String
  private let folder: String
  private let validatorCount: Int
  private let followerCount: Int
  private let epochSeconds: UInt64?
  private let address: String
  private let rpcPort: Int
  private let peerPort: Int
  private let relayPort: Int?
  private let passphraseFile: String?

  private var nodeCount: Int { validatorCount + followerCount }

  init(_ invocation: Invocation) throws(CommandFailure) {
    func number(_ name: String) -> Int { Int(invocation.value(name, as: UInt64.self)) }
    source = invocation.value("genesis")
    folder = invocation.value("directory")
    validatorCount = number("validators")
    followerCount = number("followers")
    epochSeconds = invocation.optionalValue("epoch-seconds")
    rpcPort = number("rpc-port")
    peerPort = number("peer-port")
    relayPort = invocation.optionalValue("relay-port", as: UInt64.self).map { Int($0) }
    passphraseFile = invocation.optionalValue("passphrase-file")
    let host: String = invocation.value("host")
    guard let first = SocketAddress(host, port: 1) else {
      throw .failed("the host \(Quotation.of(host)) is no address in digits such as 127.0.0.1")
    }
    // As an address with its port is written, without the port.
    address = String("\(first)".dropLast(2))
    try checkPorts()
  }

  private func checkPorts() throws(CommandFailure) {
    var ranges = [("rpc-port", rpcPort, nodeCount), ("peer-port", peerPort, nodeCount)]
    if let relayPort { ranges.append(("relay-port", relayPort, nodeCount * validatorCount)) }
    for (index, (name, start, count)) in ranges.enumerated() {
      guard start + count - 1 <= 65_535 else {
        throw .failed("--\(name) leaves no room for \(count) ports; choose a lower one")
      }
      for (other, otherStart, otherCount) in ranges[..<index]
      where start < otherStart + otherCount && otherStart < start + count {
        throw .failed(
          """
          --\(other) takes \(otherStart) to \(otherStart + otherCount - 1), and --\(name) \
          \(start) to \(start + count - 1); choose ports that do not meet
          """)
      }
    }
  }

  // MARK: Where everything is

  private func home(_ index: Int) -> Home { Home("\(folder)/node-\(index)") }
  private func rpcAddress(_ index: Int) -> String { "\(address):\(rpcPort + index)" }
  private func peerAddress(_ index: Int) -> String { "\(address):\(peerPort + index)" }

  /// Where a node reaches a validator.
  private func peerAddress(of validator: Int, from index: Int) -> String {
    guard let relayPort else { return peerAddress(validator) }
    return "\(address):\(relayPort + index * validatorCount + validator)"
  }

  private func others(than index: Int) -> [Int] { (0..<validatorCount).filter { $0 != index } }

  // MARK: Making it

  func make(cost: Scrypt, on console: Console) throws(CommandFailure) {
    let bytes = try GenesisCommands.bytes(of: source)
    _ = try GenesisCommands.block(decoding: bytes, from: source)
    let template = GenesisTemplate(bytes)
    try rehearse(template)
    // Nothing is in the folder yet, so nothing of another network is mixed in.
    _ = try NewHome(Home(folder))
    let (passphrasePath, passphrase) = try passphrase(on: console)
    let homes = try (0..<nodeCount).map { index throws(CommandFailure) in
      try NewHome(home(index))
    }
    let nodeIDs = try homes.map { home throws(CommandFailure) in
      try home.makeTransportKey(on: console)
    }
    var members: [GenesisTemplate.Validator] = []
    for (index, home) in homes.prefix(validatorCount).enumerated() {
      let key = RandomBytes.privateKey()
      try home.keep(consensusKey: key, passphrase: passphrase, cost: cost)
      var member = GenesisTemplate.Validator(key: key.publicKey)
      // Registered, a way around the relay would be found.
      member.endpoint = relayPort == nil ? "\(nodeIDs[index])@\(peerAddress(index))" : ""
      if index >= template.validatorCount {
        let owner = RandomBytes.privateKey()
        try home.keep(operatorKey: owner, passphrase: passphrase, cost: cost)
        member.account = Address(of: owner.publicKey)
      }
      members.append(member)
    }
    let genesis = self.genesis(template, of: members)
    let block = try GenesisCommands.block(decoding: genesis, from: source)
    for (index, home) in homes.enumerated() {
      try home.finish(
        settings(of: index, nodeIDs, passphrasePath: passphrasePath), genesis: genesis)
    }
    try write(nodes(nodeIDs), to: "nodes")
    if relayPort != nil { try write(routes, to: "routes") }
    try console.print(
      """
      chain id:      \(block.genesis.chainID)
      genesis hash:  \(block.genesisHash)
      The folder \(folder) has \(validatorCount) validators and \(followerCount) followers; \
      start each with: tradewind node --home \(folder)/node-0

      """)
  }

  private func genesis(
    _ template: GenesisTemplate, of members: [GenesisTemplate.Validator]
  ) -> [UInt8] {
    template.bytes(
      for: members, beginning: NodeClock().time,
      epochLengthMilliseconds: epochSeconds.map { 1_000 * $0 })
  }

  /// Finds out whether the file makes a network with so many validators, before anything is made.
  private func rehearse(_ template: GenesisTemplate) throws(CommandFailure) {
    let members = (0..<validatorCount).map { index in
      let key = RandomBytes.privateKey().publicKey
      return GenesisTemplate.Validator(
        key: key, account: index < template.validatorCount ? nil : Address(of: key))
    }
    _ = try GenesisCommands.block(decoding: genesis(template, of: members), from: source)
  }

  /// The passphrase that was named, or a new one.
  private func passphrase(
    on console: Console
  ) throws(CommandFailure) -> (path: String, passphrase: [UInt8]) {
    let path = passphraseFile ?? "\(folder)/passphrase"
    if passphraseFile == nil {
      let bytes: FixedBytes<16> = RandomBytes.draw()
      try StoredKey.write(
        Array((Hex.encode(bytes.storage.span) + "\n").utf8), to: path)
    }
    return (
      URL(fileURLWithPath: path).path,
      try PassphraseSource.file(path).chosen(for: "the keys of the network", on: console)
    )
  }

  private func settings(
    of index: Int, _ nodeIDs: [Address], passphrasePath: String
  ) -> [(Setting, String)] {
    let peers = others(than: index).map { "\(nodeIDs[$0])@\(peerAddress(of: $0, from: index))" }
    var settings = [
      (Setting.rpcListen, rpcAddress(index)), (.peerListen, peerAddress(index)),
      (.peers, peers.joined(separator: ",")),
    ]
    settings.append(
      index < validatorCount
        ? (.passphraseFile, passphrasePath) : (.storage, StorageKind.follower.rawValue))
    return settings
  }

  private func write(_ text: String, to name: String) throws(CommandFailure) {
    try StoredKey.write(Array(text.utf8), to: "\(folder)/\(name)")
  }

  /// A line for each node: its number, its kind, its id, where it serves clients and nodes.
  private func nodes(_ nodeIDs: [Address]) -> String {
    nodeIDs.enumerated().map { index, nodeID in
      let kind = index < validatorCount ? "validator" : "follower"
      return "\(index) \(kind) \(nodeID) \(rpcAddress(index)) \(peerAddress(index))\n"
    }.joined()
  }

  /// A line for each way from a node to a validator: both numbers, where the relay listens, and
  /// where the validator does.
  private var routes: String {
    (0..<nodeCount).flatMap { index in
      others(than: index).map {
        "\(index) \($0) \(peerAddress(of: $0, from: index)) \(peerAddress($0))\n"
      }
    }.joined()
  }
}
