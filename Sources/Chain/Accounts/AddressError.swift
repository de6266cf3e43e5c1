package import Codec
package import Cryptography

/// Why text is no address.
package enum AddressError: Error, Equatable {
  case hexadecimal(EIP55Error)
  case bech32(Bech32Error)
  case unknownPrefix(String)
  case wrongLength(bytes: Int)
}

extension AddressError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .hexadecimal(let error):
      "not an address: \(error)"
    case .bech32(let error):
      "not an address, which begins with 0x, st1, stvaloper1 or stsds1: \(error)"
    case .unknownPrefix(let prefix):
      "the prefix of an address is st, stvaloper or stsds, and this one is \(prefix)"
    case .wrongLength(let bytes):
      "an address has 20 bytes, and this text holds \(bytes)"
    }
  }
}
