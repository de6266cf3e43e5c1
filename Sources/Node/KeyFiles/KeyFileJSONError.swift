package import Codec
package import Cryptography

/// Why bytes are no key file of the Web3 Secret Storage format, version 3.
package enum KeyFileJSONError: Error, Equatable {
  case tooLarge(limitBytes: Int)
  case notJSON
  case missing(member: String)
  case wrongKind(member: String, found: String, expected: String)
  case wrongValue(member: String, found: String, expected: String)
  case notHexadecimal(member: String, HexError)
  case derivation(KeyDerivationError)
}

extension KeyFileJSONError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooLarge(let limit):
      "a key file has at most \(limit) bytes"
    case .notJSON:
      "a key file is JSON in UTF-8, and this is not, or it is nested too deeply"
    case .missing(let member):
      "\(member) is missing"
    case .wrongKind(let member, let found, let expected):
      "\(member) must be \(expected), and it is \(found)"
    case .wrongValue(let member, let found, let expected):
      "\(member) must be \(expected), and it is \(Quotation.of(found))"
    case .notHexadecimal(let member, let error):
      "\(member) must be bytes in hexadecimal: \(error)"
    case .derivation(let error):
      "crypto.kdfparams: \(error)"
    }
  }
}
