import Chain
import Codec
import Cryptography
import Ledger
import RPC

/// `tradewind light`: what can be known of a network without trusting any of its nodes.
enum LightCommands {
  static let group = Command(
    "light", summary: "Know something about a network without trusting any node of it",
    commands: [verify])

  private static let verify = Command(
    "verify", summary: "Follow a network by its certificates, and prove what an address has",
    discussion: """
      Begins with the validators of the genesis file, or with a closing block whose hash you have \
      from somebody you trust, and follows how each epoch ended by the signatures of its quorum. \
      Then a node has to prove the balance under a header that is final. Nodes are asked at their \
      peer ports; the command needs no home and keeps nothing. It prints the last closing block it \
      has followed, with which to begin another time. The exit code is 1 if nothing could be proven.
      """,
    examples: [
      .init(
        "tradewind light verify -g genesis.json -p 0x…@10.0.0.2:20480 0xf39F…2266",
        "Proves a balance, beginning with genesis.")
    ],
    arguments: [.init("ADDRESS", .address, summary: "Whose balance and nonce to prove")],
    options: [
      .init([
        .value(
          "genesis", letter: "g", .path, name: "FILE", .required,
          summary: "The genesis file of the network"),
        .value(
          "peers", letter: "p", .peers, name: "ENDPOINTS", .required,
          summary: "Nodes to ask, such as 0x…@host:20480, parted by commas"),
        .value(
          "checkpoint", .checkpoint, name: "EPOCH:HASH",
          summary: "The closing block of an epoch to begin with, in place of genesis"),
        .value(
          "timeout", .number(1...86_400), name: "SECONDS", .standard("120"),
          summary: "How long to try"),
        .flag("json", summary: "Print an object instead of lines"),
      ])
    ]
  ) { invocation, console throws(CommandFailure) in
    let genesis = try GenesisCommands.read(invocation.value("genesis"))
    let seconds: UInt64 = invocation.value("timeout")
    let checkpoint: LightFollower.Checkpoint? = invocation.optionalValue("checkpoint")
    let isQuiet = invocation.isSet(flag: "json")
    guard let errors = LogFilter("error") else { preconditionFailure("a level is a filter") }
    let follower = try LightFollower(
      genesis, from: checkpoint, peers: invocation.value("peers"),
      log: Logbook(filter: errors, form: .text),
      telling: { words in if !isQuiet { console.note(words) } })
    let address: Address = invocation.value("ADDRESS")
    let finding = try follower.find(address, withinMilliseconds: seconds * 1_000)
    try console.print(
      isQuiet ? json(finding, of: address) : text(finding, of: address, from: checkpoint))
  }

  private static func text(
    _ finding: LightFollower.Finding, of address: Address,
    from checkpoint: LightFollower.Checkpoint?
  ) -> String {
    let header = finding.header
    return """
      followed:   to epoch \(header.epoch), from \
      \(checkpoint.map { "the closing block of epoch \($0.epoch)" } ?? "genesis")
      checkpoint: \(finding.checkpoint.map { "\($0)" } ?? "none but genesis yet")
      header:     height \(header.height) of \(header.time.utc), \(header.hash)
      state:      after height \(header.executedHeight), root \(header.executedStateRoot)
      address:    \(address)
      balance:    \(finding.account.balance.text)
      nonce:      \(finding.account.nonce)

      """
  }

  private static func json(_ finding: LightFollower.Finding, of address: Address) -> String {
    let header = finding.header
    return JSONValue.object([
      "epoch": .string("\(header.epoch)"),
      "checkpoint": finding.checkpoint.map { .string("\($0)") } ?? .null,
      "height": .string("\(header.height)"),
      "blockHash": .string("\(header.hash)"),
      "stateHeight": .string("\(header.executedHeight)"),
      "stateRoot": .string("\(header.executedStateRoot)"), "address": .string("\(address)"),
      "balance": .string("\(finding.account.balance.units)"),
      "nonce": .string("\(finding.account.nonce)"),
    ]).render() + "\n"
  }
}

extension Command.ValueType {
  /// Read as a `LightFollower.Checkpoint`.
  fileprivate static let checkpoint = Self(
    allowed: "an epoch and the hash of its closing block, such as 12:0x…"
  ) { text throws(Command.ValueRefusal) in
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let epoch = UInt64(parts[0]), epoch > 0, epoch < 1 << 62,
      let hash = try? Digest(Hex.decode(String(parts[1]), as: FixedBytes<32>.self))
    else { throw Command.ValueRefusal() }
    return LightFollower.Checkpoint(epoch: Epoch(epoch), hash: hash)
  }
}
