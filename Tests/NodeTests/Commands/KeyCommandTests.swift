import Chain
import Codec
import Cryptography
import Foundation
import Ledger
import Node
import TestSupport
import Testing

@Suite struct KeyCommandTests {
  private let folder: TemporaryFolder
  private let passphraseFile: String
  private let keyFile: String

  init() throws {
    folder = try TemporaryFolder()
    passphraseFile = try folder.write("\(SampleKeyFiles.passphrase)\n", to: "passphrase")
    keyFile = try folder.write(SampleKeyFiles.scrypt, to: "key.json")
  }

  private func run(
    _ words: String..., input: String = ""
  ) throws -> (code: CommandRunner.ExitCode, output: String, errors: String) {
    // Both costs are far too low for anything but a test.
    let tree = Program.tree(
      standard: try Scrypt(cost: 4, blockSize: 8, parallelism: 1),
      light: try Scrypt(cost: 2, blockSize: 8, parallelism: 1))
    let record = try RecordedConsole(input: input)
    let code = record.run(words, in: tree)
    return (code, try record.output, try record.errors)
  }

  private static let address = """
    address:    \(SampleKeyFiles.address)
    bech32:     st1936ndcmqtkwpdfar67ccnrjjjwt2vhprets4cw

    """

  @Test func `show needs no passphrase for the address`() throws {
    let run = try run("key", "show", keyFile)
    #expect(run.code == .success)
    #expect(run.output == Self.address)
    #expect(run.errors == "")
  }

  @Test func `show opens the file for the public key`() throws {
    let run = try run("key", "show", keyFile, "--public-key", "--passphrase-file", passphraseFile)
    #expect(run.code == .success)
    #expect(run.output == Self.address + "public key: \(SampleKeyFiles.publicKey)\n")
    #expect(run.errors == "")
  }

  @Test func `a file without an address must be opened`() throws {
    let text = SampleKeyFiles.scrypt.replacingOccurrences(of: "\"address\"", with: "\"label\"")
    let path = try folder.write(text, to: "nameless.json")
    let closed = try run("key", "show", path)
    #expect(closed.code == .failure)
    #expect(closed.errors.contains("--public-key"))
    let open = try run("key", "show", path, "--public-key", "--passphrase-file", passphraseFile)
    #expect(open.output.hasPrefix(Self.address))
  }

  @Test func `a file that states the address of another key is found out`() throws {
    let text = SampleKeyFiles.scrypt.replacingOccurrences(of: "\"2c75", with: "\"2c76")
    let path = try folder.write(text, to: "liar.json")
    let run = try run("key", "show", path, "--public-key", "--passphrase-file", passphraseFile)
    #expect(run.code == .failure)
    #expect(run.output == "")
  }

  @Test func `a wrong passphrase opens nothing`() throws {
    let wrong = try folder.write("correct horse \n", to: "wrong")
    let run = try run("key", "show", keyFile, "--public-key", "--passphrase-file", wrong)
    #expect(run.code == .failure)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("tradewind: '\(keyFile)' cannot be opened: the passphrase"))
  }

  @Test(arguments: ["correct horse", "correct horse\n", "correct horse\r\n", "correct horse\nmore"])
  func `a passphrase is the first line of its file`(text: String) throws {
    let path = try folder.write(text, to: "line")
    let run = try run("key", "show", keyFile, "--public-key", "--passphrase-file", path)
    #expect(run.code == .success)
  }

  @Test func `files that are open to others are warned about`() throws {
    let open = try folder.write(SampleKeyFiles.scrypt, to: "open.json", mode: 0o644)
    let passphrase = try folder.write(SampleKeyFiles.passphrase, to: "open", mode: 0o640)
    let run = try run("key", "show", open, "--public-key", "--passphrase-file", passphrase)
    #expect(run.code == .success)
    #expect(
      run.errors == """
        tradewind: warning: the key file '\(open)' is open to other users; close it with: chmod \
        600 '\(open)'
        tradewind: warning: the passphrase file '\(passphrase)' is open to other users; close it \
        with: chmod 600 '\(passphrase)'

        """)
  }

  @Test func `without a terminal the passphrase must come from a file`() throws {
    let run = try run("key", "show", keyFile, "--public-key")
    #expect(run.code == .failure)
    #expect(
      run.errors == """
        tradewind: there is no terminal to ask for the passphrase; name a file with \
        --passphrase-file PATH

        """)
  }

  @Test func `an export is closed to others and is never overwritten`() throws {
    let target = folder.path("raw.hex")
    let words = ["key", "export", keyFile, target, "--passphrase-file", passphraseFile]
    let record = try RecordedConsole()
    #expect(record.run(words) == .success)
    #expect(try record.output == "")
    #expect(try folder.read("raw.hex") == SampleKeyFiles.secret + "\n")
    #expect(try folder.mode(of: "raw.hex") == 0o600)
    let again = try RecordedConsole()
    #expect(again.run(words) == .failure)
    #expect(try again.errors.contains("exists, and no file is ever overwritten"))
    let records = try [record.output, record.errors, again.output, again.errors]
    #expect(!records.joined().contains(SampleKeyFiles.secret))
  }

  @Test func `a new key can be read by whoever knows the passphrase`() throws {
    let path = folder.path("new.json")
    let made = try run("key", "new", path, "--light", "--passphrase-file", passphraseFile)
    #expect(made.code == .success)
    #expect(made.errors == "")
    #expect(try folder.mode(of: "new.json") == 0o600)
    let file = try KeyFileJSON.decode(Array(folder.read("new.json").utf8))
    #expect(try file.derivation.function == .scrypt(Scrypt(cost: 2, blockSize: 8, parallelism: 1)))
    #expect(file.derivation.salt.count == 32)
    let shown = try run("key", "show", path, "--public-key", "--passphrase-file", passphraseFile)
    #expect(shown.output == made.output)
    let text = try folder.read("new.json")
    let again = try run("key", "new", path, "--light", "--passphrase-file", passphraseFile)
    #expect(again.code == .failure)
    #expect(try folder.read("new.json") == text)
    #expect(try folder.names == ["key.json", "new.json", "passphrase"])
  }

  @Test func `an import makes the file of the same key`() throws {
    let path = folder.path("imported.json")
    let run = try run(
      "key", "import", "-", path, "--passphrase-file", passphraseFile,
      input: "  0x\(SampleKeyFiles.secret)\n")
    #expect(run.code == .success)
    #expect(run.output == Self.address + "public key: \(SampleKeyFiles.publicKey)\n")
    let text = try folder.read("imported.json")
    #expect(!text.contains(SampleKeyFiles.secret))
    #expect(try folder.mode(of: "imported.json") == 0o600)
    let file = try KeyFileJSON.decode(Array(text.utf8))
    #expect(try file.derivation.function == .scrypt(Scrypt(cost: 4, blockSize: 8, parallelism: 1)))
  }

  @Test(arguments: [
    "", "0x", "4c08", String(repeating: "0", count: 64), String(repeating: "f", count: 64),
    "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f36231g",
    "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f36231800",
    String(repeating: " ", count: 2_000),
  ])
  func `what is no private key is not imported, and not repeated`(text: String) throws {
    let source = try folder.write(text, to: "raw.hex")
    let path = folder.path("imported.json")
    let run = try run("key", "import", source, path, "--passphrase-file", passphraseFile)
    #expect(run.code == .failure)
    #expect(text.count < 8 || !run.errors.contains(text.prefix(8)))
    #expect(try !folder.names.contains("imported.json"))
  }

  @Test func `a secret given as an argument is refused and not repeated`() throws {
    let run = try run(
      "key", "import", SampleKeyFiles.secret, folder.path("imported.json"), "--passphrase-file",
      passphraseFile)
    #expect(run.code == .failure)
    #expect(run.errors.contains("looks like a private key"))
    #expect(!run.errors.contains(SampleKeyFiles.secret))
  }

  @Test(
    arguments: [
      ([], .consensus), (["--for", "validator"], .consensus),
      (["--for", "resource-node"], .resourceNode), (["--for", "meta-node"], .metaNode),
    ] as [([String], Possession.Purpose)])
  func `a proof of possession counts for one account, purpose and network`(
    words: [String], purpose: Possession.Purpose
  ) throws {
    let genesis = GenesisFileTests.folder.appending(path: "devnet.json")
    let account = try Address(Hex.decode(SampleKeyFiles.address, as: FixedBytes<20>.self))
    let record = try RecordedConsole()
    let code = record.run(
      ["key", "prove", keyFile, SampleKeyFiles.address, "--genesis", genesis.path]
        + words + ["--passphrase-file", passphraseFile])
    #expect(code == .success)
    let lines = try record.output.split(separator: "\n")
    try #require(lines.count == 2)
    #expect(lines[0] == "public key: \(SampleKeyFiles.publicKey)")
    let label = "proof:      "
    #expect(lines[1].hasPrefix(label))
    let proof = try Signature(
      Hex.decode(String(lines[1].dropFirst(label.count)), as: FixedBytes<64>.self))
    let key = try PublicKey(
      compressed: Hex.decode(SampleKeyFiles.publicKey, as: FixedBytes<33>.self))
    let network = try GenesisFile.block(decoding: Array(Data(contentsOf: genesis))).network
    let other = Network(chainID: network.chainID, genesisHash: Digest(.init(repeating: 1)))
    for each in [Possession.Purpose.consensus, .resourceNode, .metaNode] {
      let possession = Possession(purpose: each, account: account, key: key)
      #expect(possession.isProven(by: proof, on: network) == (each == purpose))
      #expect(!possession.isProven(by: proof, on: other))
    }
    let another = Possession(purpose: purpose, account: .zero, key: key)
    #expect(!another.isProven(by: proof, on: network))
  }

  @Test func `an empty passphrase is refused`() throws {
    let empty = try folder.write("\n", to: "empty")
    let run = try run("key", "new", folder.path("new.json"), "--passphrase-file", empty)
    #expect(run.code == .failure)
    #expect(run.errors.contains("the passphrase is empty"))
  }

  @Test(arguments: ["show", "export"])
  func `what is no key file is refused`(command: String) throws {
    let target = command == "export" ? [folder.path("target")] : []
    for (path, reason) in [
      (try folder.write("{}", to: "empty.json"), "version is missing"),
      (folder.path("nowhere.json"), "No such file or directory"),
      (folder.path, "Is a directory"),
    ] {
      let record = try RecordedConsole()
      #expect(record.run(["key", command, path] + target) == .failure)
      let errors = try record.errors
      #expect(errors.contains(reason))
    }
  }
}
