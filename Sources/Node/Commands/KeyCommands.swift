import Chain
import Codec
import Cryptography

/// Commands about key files.
enum KeyCommands {
  /// The commands, with what protects the passphrases of the files they make.
  static func group(standard: Scrypt, light: Scrypt) -> Command {
    let costs = Costs(standard: standard, light: light)
    return Command(
      "key", summary: "Make key files and work with them",
      discussion: """
        A key file holds one private key of secp256k1 under a passphrase, in the format of \
        Ethereum's Web3 Secret Storage, so other tools can use it. No command takes a secret as \
        an argument, shows one, or overwrites a file.
        """,
      commands: [new(costs), show, prove, importing(costs), export])
  }

  private struct Costs: Sendable {
    let standard: Scrypt
    let light: Scrypt
  }

  private static let strength = Command.OptionGroup([
    .flag("light", summary: "Protect the passphrase with 4 MiB of memory instead of 256")
  ])

  private static func new(_ costs: Costs) -> Command {
    Command(
      "new", summary: "Make a new key and write it to a key file",
      examples: [
        .init("tradewind key new validator.json", "Asks for a passphrase and prints the address.")
      ],
      arguments: [.init("FILE", .path, summary: "The key file to make")],
      options: [strength, PassphraseSource.options]
    ) { invocation, console throws(CommandFailure) in
      try store(RandomBytes.privateKey(), by: invocation, at: costs, on: console)
    }
  }

  private static let show = Command(
    "show", summary: "Print the address of a key file",
    discussion: """
      The address is the one that the file states. With --public-key the file is opened, which \
      also proves the address.
      """,
    arguments: [.init("FILE", .path, summary: "The key file to read")],
    options: [
      .init([.flag("public-key", summary: "Open the file and print the public key as well")]),
      PassphraseSource.options,
    ]
  ) { invocation, console throws(CommandFailure) in
    let path = invocation.value("FILE", as: String.self)
    let file = try StoredKey.read(path, on: console)
    if invocation.isSet(flag: "public-key") {
      let passphrase = try PassphraseSource(invocation).known(for: path, on: console)
      let key = try StoredKey.decrypt(file, at: path, passphrase: passphrase)
      try console.print(text(key.publicKey))
    } else if let address = file.address {
      try console.print(text(Address(address)))
    } else {
      throw .failed("'\(path)' does not state its address; open it with --public-key")
    }
  }

  private static func importing(_ costs: Costs) -> Command {
    Command(
      "import", summary: "Write a private key of another tool to a key file",
      examples: [
        .init("tradewind key import raw.hex validator.json", "Takes the key from a file."),
        .init(
          "pass show validator | tradewind key import - validator.json", "Takes it from a pipe."),
      ],
      arguments: [
        .init("SOURCE", .path, summary: "A file with the private key in hex, or - for the input"),
        .init("FILE", .path, summary: "The key file to make"),
      ],
      options: [strength, PassphraseSource.options]
    ) { invocation, console throws(CommandFailure) in
      let key = try RawKey.read(invocation.value("SOURCE"), on: console)
      try store(key, by: invocation, at: costs, on: console)
    }
  }

  private static let export = Command(
    "export", summary: "Write the private key of a key file for another tool",
    discussion: """
      The new file holds the private key in hex without any protection. Import it where it is \
      needed, and then delete it.
      """,
    arguments: [
      .init("FILE", .path, summary: "The key file to open"),
      .init("TARGET", .path, summary: "The file to make"),
    ],
    options: [PassphraseSource.options]
  ) { invocation, console throws(CommandFailure) in
    let path = invocation.value("FILE", as: String.self)
    let target = invocation.value("TARGET", as: String.self)
    let file = try StoredKey.read(path, on: console)
    try StoredKey.checkFree(target)
    let passphrase = try PassphraseSource(invocation).known(for: path, on: console)
    let key = try StoredKey.decrypt(file, at: path, passphrase: passphrase)
    try RawKey.write(key, to: target)
    console.warn("'\(target)' holds the private key without protection; delete it after use")
  }

  /// Writes a key to a new key file and prints whose it is.
  private static func store(
    _ key: borrowing PrivateKey, by invocation: Invocation, at costs: Costs, on console: Console
  ) throws(CommandFailure) {
    let path = invocation.value("FILE", as: String.self)
    try StoredKey.checkFree(path)
    let passphrase = try PassphraseSource(invocation).chosen(for: path, on: console)
    try StoredKey.create(
      path, holding: key, passphrase: passphrase,
      cost: invocation.isSet(flag: "light") ? costs.light : costs.standard)
    try console.print(text(key.publicKey))
  }

  private static func text(_ key: PublicKey) -> String {
    text(Address(of: key)) + "public key: \(key)\n"
  }

  private static func text(_ address: Address) -> String {
    """
    address:    \(address)
    bech32:     \(address.bech32())

    """
  }
}
