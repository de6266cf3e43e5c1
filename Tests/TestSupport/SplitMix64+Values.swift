package import Chain
package import Codec
package import Cryptography

extension SplitMix64 {
  /// A number from the range.
  package mutating func number(in range: ClosedRange<Int>) -> Int {
    .random(in: range, using: &self)
  }

  /// Whether an event of one in so many happens.
  package mutating func happens(oneIn chances: Int) -> Bool {
    number(in: 1...chances) == 1
  }

  package mutating func bytes(count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for _ in 0..<count { bytes.append(UInt8(truncatingIfNeeded: next())) }
    return bytes
  }

  /// Bytes of a length from the range.
  package mutating func bytes(count range: ClosedRange<Int>) -> [UInt8] {
    bytes(count: number(in: range))
  }

  package mutating func fixedBytes<let count: Int>(
    _ type: FixedBytes<count>.Type = FixedBytes<count>.self
  ) -> FixedBytes<count> {
    FixedBytes(copying: bytes(count: count).span)
  }

  /// A number of a width that is itself drawn, so that small ones and edges are as likely as large.
  package mutating func unsigned<Number: FixedWidthInteger & UnsignedInteger>(
    _ type: Number.Type = Number.self
  ) -> Number {
    let number = Number.random(in: 0 ... .max, using: &self)
    return number >> Number(truncatingIfNeeded: self.number(in: 0...Number.bitWidth))
  }

  package mutating func uint256() -> UInt256 {
    let low = unsigned(UInt128.self)
    return UInt256(high: happens(oneIn: 2) ? unsigned() : 0, low: low)
  }

  package mutating func digest() -> Digest {
    Digest(fixedBytes())
  }

  /// A private key; about one in 2¹²⁸ draws is none, and the next one is taken.
  package mutating func privateKey() -> PrivateKey {
    while true {
      if let key = try? PrivateKey(fixedBytes()) { return key }
    }
  }

  package mutating func publicKey() -> PublicKey {
    privateKey().publicKey
  }

  package mutating func signature() -> Signature {
    privateKey().sign(digest())
  }

  /// The address of nobody in particular.
  package mutating func address() -> Address {
    Address(fixedBytes())
  }
}
