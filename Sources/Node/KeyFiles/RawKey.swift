import Codec
import Cryptography
import Storage

/// Private keys in hexadecimal without any protection, as other tools give and take them.
enum RawKey {
  private static let sizeBytesMax = 1024

  /// Reads a key from a file, or from the input where the source is a hyphen.
  static func read(_ source: String, on console: Console) throws(CommandFailure) -> PrivateKey {
    let bytes =
      source == "-" ? try console.readInput(atMost: sizeBytesMax) : try file(source, console)
    let text = String(decoding: bytes, as: UTF8.self)
    // Messages tell where a text is wrong and never repeat it: it is a secret.
    do {
      var digits = text[...]
      while digits.last?.isWhitespace == true { digits.removeLast() }
      let secret: FixedBytes<32> = try Hex.decode(String(digits.drop(while: \.isWhitespace)))
      return try PrivateKey(secret)
    } catch {
      throw .failed("the private key in '\(source)' is wrong: \(error)")
    }
  }

  private static func file(_ path: String, _ console: Console) throws(CommandFailure) -> [UInt8] {
    let file: (bytes: [UInt8], isOpenToOthers: Bool)
    do {
      file = try PrivateFile.read(path, atMost: sizeBytesMax)
    } catch {
      if (try? Hex.decode(path, as: FixedBytes<32>.self)) != nil {
        throw .failed(
          """
          SOURCE is the name of a file, and this looks like a private key; whoever can see the \
          list of processes or the history of the shell may know it now
          """)
      }
      throw .failed("the file '\(path)' cannot be read: \(error.reason)")
    }
    guard file.bytes.count <= sizeBytesMax else {
      throw .failed("the file '\(path)' is longer than \(sizeBytesMax) bytes")
    }
    if file.isOpenToOthers {
      console.warn(
        "the private key in '\(path)' is open to other users; delete the file once it is imported")
    }
    return file.bytes
  }

  /// Reads the key that a file has for a process, or makes one where there is no file.
  static func readOrMake(_ path: String, on console: Console) throws(CommandFailure) -> PrivateKey {
    if !PrivateFile.isTaken(path) { try write(RandomBytes.privateKey(), to: path) }
    return try read(path, on: console)
  }

  /// Writes a key to a new file.
  static func write(_ key: borrowing PrivateKey, to path: String) throws(CommandFailure) {
    let digits = key.withSecret { secret in Array(Hex.encode(secret).utf8) }
    try StoredKey.write(digits + [0x0A], to: path)
  }
}
