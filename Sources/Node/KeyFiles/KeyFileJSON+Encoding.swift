import Codec
package import Cryptography
import Foundation

extension KeyFileJSON {
  /// Writes what every tool reads: hexadecimal without a prefix, and the address in lower case.
  package static func encode(_ file: KeyFile) -> [UInt8] {
    var members: [(name: String, value: JSONText)] = []
    if let address = file.address { members.append(("address", hex(address))) }
    members.append(
      (
        "crypto",
        .object([
          ("cipher", .string(cipher)),
          ("cipherparams", .object([("iv", hex(file.iv))])),
          ("ciphertext", hex(file.ciphertext)),
          ("kdf", .string(name(of: file.derivation.function))),
          ("kdfparams", parameters(of: file.derivation)),
          ("mac", hex(file.mac)),
        ])
      ))
    members.append(("id", .string(uuidText(file.id))))
    members.append(("version", .number(version)))
    return Array((JSONText.object(members).render() + "\n").utf8)
  }

  private static func name(of function: KeyDerivation.Function) -> String {
    switch function {
    case .scrypt: scrypt
    case .pbkdf2: pbkdf2
    }
  }

  private static func parameters(of derivation: KeyDerivation) -> JSONText {
    let cost: [(name: String, value: JSONText)]
    switch derivation.function {
    case .scrypt(let scrypt):
      cost = [
        ("n", .number(scrypt.cost)), ("r", .number(scrypt.blockSize)),
        ("p", .number(scrypt.parallelism)),
      ]
    case .pbkdf2(let pbkdf2):
      cost = [("c", .number(pbkdf2.iterations)), ("prf", .string(pseudorandomFunction))]
    }
    let salt = JSONText.string(Hex.encode(derivation.salt.span))
    return .object([("dklen", .number(KeyDerivation.keyBytes))] + cost + [("salt", salt)])
  }

  private static func hex<let count: Int>(_ bytes: FixedBytes<count>) -> JSONText {
    .string(Hex.encode(bytes.storage.span))
  }

  private static func uuidText(_ id: FixedBytes<16>) -> String {
    let digits = Array(Hex.encode(id.storage.span))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
  }
}
