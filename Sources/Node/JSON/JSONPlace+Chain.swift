import Chain
import Codec
import Cryptography

/// Values of the chain in the text forms that people write them in.
extension JSONPlace {
  /// Reads an amount such as `1.5stos`.
  func amount() throws(JSONFileError) -> Wei {
    try value { (text) throws(WeiTextError) in try Wei(text: text) }
  }

  /// Reads a number of the smallest units of a token: digits in quotation marks, for such numbers
  /// are larger than those that JSON is sure to keep.
  func units() throws(JSONFileError) -> UInt128 {
    let text = try text()
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, text == "0" || text.utf8.first != 0x30, let units = UInt128(text) else {
      throw refusal("a number of units is digits without a leading zero, below 2^128")
    }
    return units
  }

  /// Reads an address in either form.
  func address() throws(JSONFileError) -> Address {
    try value { (text) throws(AddressError) in try Address(text: text) }
  }

  /// Reads a public key in its compressed form, in hexadecimal.
  func publicKey() throws(JSONFileError) -> PublicKey {
    let bytes = try value { (text) throws(HexError) in
      try Hex.decode(text, as: FixedBytes<33>.self)
    }
    do throws(KeyError) {
      return try PublicKey(compressed: bytes)
    } catch {
      throw refusal("\(error)")
    }
  }

  /// Reads a second such as `2026-01-01T00:00:00Z`.
  func time() throws(JSONFileError) -> Timestamp {
    guard let time = Timestamp(utc: try text()) else {
      throw refusal("a time is a second in UTC since 1970, such as 2026-01-01T00:00:00Z")
    }
    return time
  }
}
