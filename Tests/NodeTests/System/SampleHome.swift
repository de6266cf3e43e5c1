import Chain
import Codec
import Cryptography
import Foundation
import Node
import TestSupport

/// A home for a chain of one validator, made as `init` makes it, and somebody rich on that chain.
struct SampleHome {
  let folder: TemporaryFolder
  let path: String
  var wallet: Wallet

  // Both costs are far too low for anything but a test.
  private static var tree: CommandTree {
    get throws {
      Program.tree(
        standard: try Scrypt(cost: 4, blockSize: 8, parallelism: 1),
        light: try Scrypt(cost: 2, blockSize: 8, parallelism: 1))
    }
  }

  /// Makes the home; on request everybody in the genesis file keeps their money, and texts of the
  /// file are replaced.
  init(keepingAccounts: Bool = false, replacing texts: [(String, String)] = []) throws {
    folder = try TemporaryFolder()
    path = folder.path("home")
    wallet = try Wallet(seed: 77)
    var devnet = try String(
      contentsOf: GenesisFileTests.folder.appending(path: "devnet.json"), encoding: .utf8)
    for (text, other) in texts { devnet = devnet.replacing(text, with: other) }
    let first = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    let genesis = try folder.write(
      keepingAccounts ? devnet : devnet.replacing(first, with: "\(wallet.address)"),
      to: "genesis.json")
    let record = try RecordedConsole()
    let code = record.run(
      [
        "init", "--home", path, "--genesis", genesis, "--alone",
        "--passphrase-file", try folder.write("secret\n", to: "passphrase"),
      ], in: try Self.tree)
    guard code == .success else { throw LiveNode.Failure(description: try record.errors) }
  }

  /// The wallet's key in a file, under the same passphrase as the node's.
  func walletKey() throws -> String {
    let raw = try folder.write("\(wallet.secretText)\n", to: "wallet.hex")
    let path = folder.path("wallet.json")
    let record = try RecordedConsole()
    let words = ["key", "import", raw, path, "--passphrase-file", folder.path("passphrase")]
    guard try record.run(words, in: Self.tree) == .success else {
      throw LiveNode.Failure(description: try record.errors)
    }
    return path
  }

  func start(_ program: String, _ arguments: String...) throws -> LiveNode {
    try LiveNode(program, home: path, log: folder.path("log"), arguments)
  }

  /// A transaction as a client hands it in.
  mutating func payment(of value: Wei, to recipient: Address) throws -> (raw: String, hash: String)
  {
    let transaction = try wallet.sign(to: recipient, value: value, gasLimit: 21_000).message
    return (
      Hex.encode(transaction.raw.span, prefix: true), "\(transaction.hash)"
    )
  }
}
