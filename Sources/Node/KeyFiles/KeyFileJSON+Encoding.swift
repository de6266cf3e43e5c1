import Codec
package import Cryptography
import Foundation
import RPC

extension KeyFileJSON {
  /// Writes what every tool reads: hexadecimal without a prefix, and the address in lower case.
  package static func encode(_ file: KeyFile) -> [UInt8] {
    var members = JSONObject()
    if let address = file.address { members.append("address", hex(address)) }
    members.append(
      "crypto",
      [
        "cipher": .string(cipher),
        "cipherparams": ["iv": hex(file.iv)],
        "ciphertext": hex(file.ciphertext),
        "kdf": .string(name(of: file.derivation.function)),
        "kdfparams": parameters(of: file.derivation),
        "mac": hex(file.mac),
      ])
    members.append("id", .string(uuidText(file.id)))
    members.append("version", .number(version))
    return Array((JSONValue.object(members).render() + "\n").utf8)
  }

  private static func name(of function: KeyDerivation.Function) -> String {
    switch function {
    case .scrypt: scrypt
    case .pbkdf2: pbkdf2
    }
  }

  private static func parameters(of derivation: KeyDerivation) -> JSONValue {
    var parameters: JSONObject = ["dklen": .number(KeyDerivation.keyBytes)]
    switch derivation.function {
    case .scrypt(let scrypt):
      parameters.append("n", .number(scrypt.cost))
      parameters.append("r", .number(scrypt.blockSize))
      parameters.append("p", .number(scrypt.parallelism))
    case .pbkdf2(let pbkdf2):
      parameters.append("c", .number(pbkdf2.iterations))
      parameters.append("prf", .string(pseudorandomFunction))
    }
    parameters.append("salt", .string(Hex.encode(derivation.salt.span)))
    return .object(parameters)
  }

  private static func hex<let count: Int>(_ bytes: FixedBytes<count>) -> JSONValue {
    .string(Hex.encode(bytes.storage.span))
  }

  private static func uuidText(_ id: FixedBytes<16>) -> String {
    let digits = Array(Hex.encode(id.storage.span))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
  }
}
