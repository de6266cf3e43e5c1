import Chain
import Codec
import Cryptography
import Ledger

/// Showing that somebody holds the key that he registers.
extension KeyCommands {
  private static let purposes: KeyValuePairs = [
    "validator": Possession.Purpose.consensus, "resource-node": .resourceNode,
    "meta-node": .metaNode,
  ]

  static let prove = Command(
    "prove", summary: "Prove that you hold a key, as registering it asks for",
    discussion: """
      The key of a validator, a resource node or a meta node is registered by a transaction with \
      a proof that whoever sends it holds the key. The proof counts for one account, the one that \
      sends the transaction, for one purpose, and on one network, so it is no secret.
      """,
    examples: [
      .init(
        "tradewind key prove home/consensus-key.json 0xf39F…2266 -g genesis.json",
        "Prints the first two arguments of `tradewind staking create-validator`.")
    ],
    arguments: [
      .init("FILE", .path, summary: "The key file to open"),
      .init("ACCOUNT", .address, summary: "Who is going to register the key"),
    ],
    options: [
      .init([
        .value(
          "genesis", letter: "g", .path, name: "FILE", .required,
          summary: "The genesis file of the network"),
        .value(
          "for", .choice(purposes.map(\.key)), name: "PURPOSE", .standard("validator"),
          summary: "What the key is going to be registered as"),
      ]), PassphraseSource.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    let path = invocation.value("FILE", as: String.self)
    let network = try GenesisCommands.read(invocation.value("genesis")).network
    let name = invocation.value("for", as: String.self)
    guard let purpose = purposes.first(where: { $0.key == name })?.value else {
      preconditionFailure("a choice is one of its words")
    }
    let file = try StoredKey.read(path, on: console)
    let passphrase = try PassphraseSource(invocation).known(for: path, on: console)
    let key = try StoredKey.decrypt(file, at: path, passphrase: passphrase)
    let possession = Possession(
      purpose: purpose, account: invocation.value("ACCOUNT"), key: key.publicKey)
    let proof = key.sign(possession.digest(on: network)).bytes
    try console.print(
      """
      public key: \(key.publicKey)
      proof:      \(Hex.encode(proof.storage.span, prefix: true))

      """)
  }
}
