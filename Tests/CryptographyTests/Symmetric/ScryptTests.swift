import Codec
import Cryptography
import Testing

@Suite struct ScryptTests {
  struct Vector {
    let passphrase: String
    let salt: String
    let cost: Int
    let blockSize: Int
    let parallelism: Int
    let key: String
  }

  // RFC 7914, section 12.
  static let cheapVector = Vector(
    passphrase: "", salt: "", cost: 16, blockSize: 1, parallelism: 1,
    key: """
      77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442
      fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906
      """)
  static let dearVectors = [
    Vector(
      passphrase: "password", salt: "NaCl", cost: 1024, blockSize: 8, parallelism: 16,
      key: """
        fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162
        2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640
        """),
    Vector(
      passphrase: "pleaseletmein", salt: "SodiumChloride", cost: 16384, blockSize: 8,
      parallelism: 1,
      key: """
        7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2
        d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887
        """),
    Vector(
      passphrase: "pleaseletmein", salt: "SodiumChloride", cost: 1_048_576, blockSize: 8,
      parallelism: 1,
      key: """
        2101cb9b6a511aaeaddbbe09cf70f881ec568d574a2ffd4dabe5ee9820adaa47
        8e56fd8f4ba5d09ffa1c6d927c40f4c337304049e8a952fbcbf45c6fa77a41a4
        """),
  ]

  private func derived(
    _ count: Int, _ scrypt: Scrypt, passphrase: [UInt8], salt: [UInt8]
  ) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: count)
    var span = key.mutableSpan
    scrypt.derive(&span, passphrase: passphrase.span, salt: salt.span)
    return key
  }

  private func check(_ vector: Vector) throws {
    let scrypt = try Scrypt(
      cost: vector.cost, blockSize: vector.blockSize, parallelism: vector.parallelism)
    let key = derived(
      64, scrypt, passphrase: Array(vector.passphrase.utf8), salt: Array(vector.salt.utf8))
    #expect(try key == [UInt8](hexLines: vector.key))
  }

  @Test func `the cheap example of the RFC comes out`() throws {
    try check(Self.cheapVector)
  }

  @Test(
    .enabled(if: !_isDebugAssertConfiguration(), "slow without optimisation"),
    arguments: dearVectors)
  func `the dear examples of the RFC come out`(vector: Vector) throws {
    try check(vector)
  }

  @Test func `other parameters agree with another implementation`() throws {
    // The hash of the keys, from Python's hashlib: n bytes of passphrase, r · p of salt, n of key.
    let pattern = [UInt8].pattern(count: 256)
    var all = SHA256()
    for (n, r, p) in [(2, 1, 1), (16, 2, 3), (64, 3, 2), (256, 1, 5), (32, 8, 1)] {
      let scrypt = try Scrypt(cost: n, blockSize: r, parallelism: p)
      let key = derived(
        n, scrypt, passphrase: Array(pattern[..<n]), salt: Array(pattern[..<(r * p)]))
      all.update(key.span)
    }
    let expected = "91034c8df88bd8f2493a05100917a9ba613c53fea109e52b6322bd6791149177"
    #expect(try all.finalize() == Hex.decode(expected))
  }

  @Test func `a cost that is no power of two is refused`() {
    for cost in [.min, -2, -1, 0, 1, 3, 6, (1 << 18) - 1, (1 << 18) + 1, .max] {
      #expect(throws: KeyDerivationError.costNotPowerOfTwo(cost)) {
        try Scrypt(cost: cost, blockSize: 8, parallelism: 1)
      }
    }
  }

  @Test func `a block size or parallelism out of range is refused`() {
    for number in [.min, -1, 0, 1025, .max] {
      #expect(throws: KeyDerivationError.blockSize(number, limit: Scrypt.blockSizeMax)) {
        try Scrypt(cost: 2, blockSize: number, parallelism: 1)
      }
      #expect(throws: KeyDerivationError.parallelism(number, limit: Scrypt.parallelismMax)) {
        try Scrypt(cost: 2, blockSize: 1, parallelism: number)
      }
    }
  }

  @Test func `memory over the limit is refused before it is allocated`() throws {
    #expect(try Scrypt(cost: 1 << 20, blockSize: 8, parallelism: 1).cost == 1 << 20)
    for (cost, blockSize) in [(1 << 21, 8), (1 << 20, 9), (1 << 62, 1), (1 << 62, 1024)] {
      let refusal = KeyDerivationError.memory(
        cost: cost, blockSize: blockSize, limitBytes: Scrypt.memoryBytesMax)
      #expect(throws: refusal) {
        try Scrypt(cost: cost, blockSize: blockSize, parallelism: 1)
      }
    }
  }

  @Test func `work over the limit is refused`() throws {
    #expect(try Scrypt(cost: 1 << 18, blockSize: 8, parallelism: 8).parallelism == 8)
    for (cost, blockSize, parallelism) in [(1 << 18, 8, 9), (1 << 20, 8, 3), (1 << 13, 1024, 3)] {
      let refusal = KeyDerivationError.work(
        cost: cost, blockSize: blockSize, parallelism: parallelism, limit: Scrypt.workMax)
      #expect(throws: refusal) {
        try Scrypt(cost: cost, blockSize: blockSize, parallelism: parallelism)
      }
    }
  }

  @Test func `the presets are within the limits`() throws {
    for preset in [Scrypt.standard, .light] {
      let same = try Scrypt(
        cost: preset.cost, blockSize: preset.blockSize, parallelism: preset.parallelism)
      #expect(same == preset)
    }
  }
}
