package import Codec

/// Addresses in hexadecimal whose letter case is a checksum (EIP-55).
package enum EIP55 {
  package static func encode(_ address: FixedBytes<20>) -> String {
    let digits = Array(Hex.encode(address.storage.span).utf8)
    let hash = Keccak256.hash(digits.span).bytes
    var text: [UInt8] = [0x30, 0x78]
    for (index, digit) in digits.enumerated() {
      let nibble = index % 2 == 0 ? hash[index / 2] >> 4 : hash[index / 2] & 15
      text.append(digit >= 0x61 && nibble >= 8 ? digit - 0x20 : digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads an address.
  ///
  /// Text of one letter case carries no checksum; any other must match it.
  package static func decode(_ text: String) throws(EIP55Error) -> FixedBytes<20> {
    let address: FixedBytes<20>
    do throws(HexError) {
      address = try Hex.decode(text)
    } catch {
      throw .notHexadecimal(error)
    }
    let digits = Array(text.utf8.suffix(40))
    let hasUpper = digits.contains { (0x41...0x46).contains($0) }
    let hasLower = digits.contains { (0x61...0x66).contains($0) }
    if hasUpper && hasLower {
      let expected = encode(address)
      guard digits.elementsEqual(expected.utf8.suffix(40)) else {
        throw .badChecksum(expected: expected)
      }
    }
    return address
  }
}

/// Why text is no address in hexadecimal.
package enum EIP55Error: Error, Equatable {
  case notHexadecimal(HexError)
  case badChecksum(expected: String)
}

extension EIP55Error: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notHexadecimal(let error): "\(error)"
    case .badChecksum(let expected):
      "the letter case does not match the checksum: a digit is wrong, or it should be \(expected)"
    }
  }
}
