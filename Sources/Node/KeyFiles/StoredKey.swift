import Codec
import Cryptography
import Storage

/// Key files on the disk: what the commands about keys have in common.
enum StoredKey {
  /// Reads a key file, and warns where others can read it too.
  static func read(_ path: String, on console: Console) throws(CommandFailure) -> KeyFile {
    let file: (bytes: [UInt8], isOpenToOthers: Bool)
    do {
      file = try PrivateFile.read(path, atMost: KeyFileJSON.sizeBytesMax)
    } catch {
      throw .failed("the key file '\(path)' cannot be read: \(error.reason)")
    }
    if file.isOpenToOthers {
      console.warn(
        "the key file '\(path)' is open to other users; close it with: chmod 600 '\(path)'")
    }
    do {
      return try KeyFileJSON.decode(file.bytes)
    } catch {
      throw .failed("'\(path)' is no key file: \(error)")
    }
  }

  /// Opens a key file.
  static func decrypt(
    _ file: KeyFile, at path: String, passphrase: [UInt8]
  ) throws(CommandFailure) -> PrivateKey {
    do {
      return try file.decrypt(passphrase: passphrase)
    } catch {
      throw .failed("'\(path)' cannot be opened: \(error)")
    }
  }

  /// Refuses a name that is taken, before anything is asked or worked out for it.
  ///
  /// Writing the file will find out again, and for certain.
  static func checkFree(_ path: String) throws(CommandFailure) {
    guard !PrivateFile.isTaken(path) else { throw exists(path) }
  }

  /// Encrypts a key and writes its file.
  static func create(
    _ path: String, holding key: borrowing PrivateKey, passphrase: [UInt8], cost: Scrypt
  ) throws(CommandFailure) {
    let salt: FixedBytes<32> = RandomBytes.draw()
    let derivation: KeyDerivation
    do {
      derivation = try KeyDerivation(.scrypt(cost), salt: salt.array)
    } catch {
      preconditionFailure("a salt of 32 bytes is allowed")
    }
    // A random UUID has its version and variant at fixed bits (RFC 9562 §5.4).
    var id: FixedBytes<16> = RandomBytes.draw()
    id[6] = id[6] & 0x0F | 0x40
    id[8] = id[8] & 0x3F | 0x80
    let file = KeyFile(
      encrypting: key, passphrase: passphrase, derivation: derivation, iv: RandomBytes.draw(),
      id: id)
    try write(KeyFileJSON.encode(file), to: path)
  }

  /// Writes a new file that holds a secret.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    do {
      try PrivateFile.create(path, holding: bytes)
    } catch {
      guard !error.isExistingFile else { throw exists(path) }
      throw .failed("the file '\(path)' cannot be written: \(error.reason)")
    }
  }

  private static func exists(_ path: String) -> CommandFailure {
    .failed("'\(path)' exists, and no file is ever overwritten: choose another name or move it")
  }
}
