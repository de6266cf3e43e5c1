import Chain
import Cryptography
import Foundation
import Storage

/// A home that is being made, in a folder that was empty.
struct NewHome {
  private let home: Home

  /// Makes the folder, or takes one that is empty.
  init(_ home: Home) throws(CommandFailure) {
    self.home = home
    do {
      try FileManager.default.createDirectory(
        atPath: home.path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
      guard try FileManager.default.contentsOfDirectory(atPath: home.path).isEmpty else {
        throw CommandFailure.failed("'\(home.path)' is not empty, and nothing is ever overwritten")
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw .failed("the folder '\(home.path)' cannot be made: \(error.localizedDescription)")
    }
  }

  /// Keeps a key that votes, which nobody has used, and begins its journal.
  func keep(
    consensusKey key: borrowing PrivateKey, passphrase: [UInt8], cost: Scrypt
  ) throws(CommandFailure) {
    try StoredKey.create(home.keyPath, holding: key, passphrase: passphrase, cost: cost)
    do throws(SystemError) {
      try SigningFolder(path: home.journalPath).create(for: key.publicKey)
    } catch {
      throw .failed("the signing journal cannot be made: \(error.reason)")
    }
  }

  /// Keeps a key that owns a validator's stake.
  func keep(
    operatorKey key: borrowing PrivateKey, passphrase: [UInt8], cost: Scrypt
  ) throws(CommandFailure) {
    try StoredKey.create(home.operatorKeyPath, holding: key, passphrase: passphrase, cost: cost)
  }

  /// Makes the key by which other nodes know this one, and returns its address.
  func makeTransportKey(on console: Console) throws(CommandFailure) -> Address {
    Address(of: try RawKey.readOrMake(home.transportKeyPath, on: console).publicKey)
  }

  /// Writes what the operator chose and the network.
  func finish(
    _ settings: [(Setting, String)], genesis: [UInt8]
  ) throws(CommandFailure) {
    try StoredKey.write(Array(ConfigurationFile.text(settings).utf8), to: home.configurationPath)
    try StoredKey.write(genesis, to: home.genesisPath)
  }
}
