import Chain
import Codec
import Cryptography

/// What a contract answers, word by word.
struct Words {
  let bytes: [UInt8]

  var count: Int { bytes.count / 32 }

  subscript(place: Int) -> UInt256 {
    guard place >= 0, place < count else { return .zero }
    return UInt256(bigEndian: bytes.span.extracting(place * 32..<(place + 1) * 32))
  }

  func number(_ place: Int) -> UInt128 { self[place].low }

  func word(_ place: Int) -> FixedBytes<32> { self[place].bigEndianBytes }

  func address(_ place: Int) -> Address {
    let bytes = word(place).array
    return FixedBytes<20>(Array(bytes[12...])).map { Address($0) } ?? .zero
  }

  /// The members of the list that the first word points to, each of so many words.
  func list(of size: Int = 1) -> [Words] {
    let start = Int(number(0) / 32)
    let count = Int(number(start))
    return (0..<count).map { index in
      let first = (start + 1 + index * size) * 32
      return Words(bytes: Array(bytes[first..<first + size * 32]))
    }
  }

  /// The same of a list of addresses.
  var addresses: [Address] { list().map { $0.address(0) } }
}
