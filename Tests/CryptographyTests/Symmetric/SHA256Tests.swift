import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct SHA256Tests {
  struct Vector {
    let message: String
    let hash: String
  }

  // FIPS 180-4, examples of the standard: empty, one block, two blocks, and 896 bits.
  static let vectors = [
    Vector(
      message: "",
      hash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    Vector(
      message: "abc",
      hash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    Vector(
      message: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      hash: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    Vector(
      message: """
        abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn\
        hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu
        """,
      hash: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
  ]

  @Test(arguments: vectors)
  func `the examples of the standard come out`(vector: Vector) throws {
    #expect(try SHA256.hash(Array(vector.message.utf8).span) == Hex.decode(vector.hash))
  }

  @Test(.enabled(if: !_isDebugAssertConfiguration(), "slow without optimisation"))
  func `a million letters come out`() throws {
    // FIPS 180-4, the long example.
    let message = [UInt8](repeating: 0x61, count: 1_000_000)
    let hash = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    #expect(try SHA256.hash(message.span) == Hex.decode(hash))
  }

  @Test func `every length agrees with another implementation`() throws {
    // The hash of the hashes of 0 to 299 bytes, from Python's hashlib.
    let message = [UInt8].pattern(count: 300)
    var all = SHA256()
    for count in 0..<300 {
      all.update(SHA256.hash(message.span.extracting(first: count)).storage.span)
    }
    let expected = "7b074096cabb18dd0d1b468a173cb2f97f80e952525bca29542e606fd6d0753a"
    #expect(try all.finalize() == Hex.decode(expected))
  }

  @Test func `every split in two gives the hash of the whole`() {
    let message = [UInt8].pattern(count: 200)
    let whole = SHA256.hash(message.span)
    for count in 0...message.count {
      var hasher = SHA256()
      hasher.update(message.span.extracting(first: count))
      hasher.update(message.span.extracting(droppingFirst: count))
      #expect(hasher.finalize() == whole, "split at \(count)")
    }
  }

  @Test(arguments: Seeds.many)
  func `pieces of any lengths give the hash of the whole`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var message: [UInt8] = []
    var hasher = SHA256()
    for _ in 0..<10 {
      let piece = random.bytes(count: 0...150)
      message += piece
      hasher.update(piece.span)
    }
    #expect(hasher.finalize() == SHA256.hash(message.span))
  }
}
