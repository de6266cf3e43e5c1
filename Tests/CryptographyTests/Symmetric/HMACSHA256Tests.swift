import Codec
import Cryptography
import Testing

@Suite struct HMACSHA256Tests {
  struct Vector {
    let key: [UInt8]
    let message: [UInt8]
    let code: String
  }

  // RFC 4231, sections 4.2 to 4.8. The fifth is published cut to 128 bits.
  static let vectors = [
    Vector(
      key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
      code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    Vector(
      key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
      code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    Vector(
      key: [UInt8](repeating: 0xAA, count: 20), message: [UInt8](repeating: 0xDD, count: 50),
      code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
    Vector(
      key: Array(1...25), message: [UInt8](repeating: 0xCD, count: 50),
      code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
    Vector(
      key: [UInt8](repeating: 0x0C, count: 20), message: Array("Test With Truncation".utf8),
      code: "a3b6167473100ee06e0c796c2955552b"),
    Vector(
      key: [UInt8](repeating: 0xAA, count: 131),
      message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    Vector(
      key: [UInt8](repeating: 0xAA, count: 131),
      message: Array(
        """
        This is a test using a larger than block-size key and a larger than block-size data. \
        The key needs to be hashed before being used by the HMAC algorithm.
        """.utf8),
      code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
  ]

  @Test(arguments: vectors)
  func `the examples of the RFC come out`(vector: Vector) throws {
    let code = HMACSHA256.authenticate(vector.message.span, key: vector.key.span)
    let expected = try Hex.decode(vector.code)
    #expect(Array(code.array.prefix(expected.count)) == expected)
  }

  @Test func `every key length agrees with another implementation`() throws {
    // The hash of the codes, from Python's hmac: keys of 0 to 199 bytes, messages of thrice that.
    let pattern = [UInt8].pattern(count: 600)
    var all = SHA256()
    for count in 0..<200 {
      let code = HMACSHA256.authenticate(
        pattern.span.extracting(first: 3 * count), key: pattern.span.extracting(first: count))
      all.update(code.storage.span)
    }
    let expected = "ed06c86a83c0fdb2c60aa9c92e6e58cf1502c0a7b4e64dd9ab9acf6d14c3e995"
    #expect(try all.finalize() == Hex.decode(expected))
  }

  @Test func `one key authenticates message after message`() {
    let key = [UInt8].pattern(count: 32)
    let message = [UInt8].pattern(count: 150)
    let whole = HMACSHA256.authenticate(message.span, key: key.span)
    var code = HMACSHA256(key: key.span)
    for count in 0...message.count {
      code.update(message.span.extracting(first: count))
      code.update(message.span.extracting(droppingFirst: count))
      let result = code.finalize()
      #expect(result == whole, "split at \(count)")
    }
  }
}
