import Codec
import Cryptography
import Testing

@Suite struct PBKDF2Tests {
  private func derived(
    _ count: Int, iterations: Int, passphrase: [UInt8], salt: [UInt8]
  ) throws -> [UInt8] {
    var key = [UInt8](repeating: 0, count: count)
    var span = key.mutableSpan
    try PBKDF2(iterations: iterations)
      .derive(&span, passphrase: passphrase.span, salt: salt.span)
    return key
  }

  @Test func `the example with one iteration comes out`() throws {
    // RFC 7914, section 11.
    let key = try derived(
      64, iterations: 1, passphrase: Array("passwd".utf8), salt: Array("salt".utf8))
    let expected = try [UInt8](
      hexLines: """
        55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc
        49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783
        """)
    #expect(key == expected)
  }

  @Test(.enabled(if: !_isDebugAssertConfiguration(), "slow without optimisation"))
  func `the example with many iterations comes out`() throws {
    // RFC 7914, section 11.
    let key = try derived(
      64, iterations: 80_000, passphrase: Array("Password".utf8), salt: Array("NaCl".utf8))
    let expected = try [UInt8](
      hexLines: """
        4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56
        a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d
        """)
    #expect(key == expected)
  }

  @Test func `other lengths and counts agree with another implementation`() throws {
    // The hash of the keys, from Python's hashlib: n iterations, n bytes of passphrase, 2n of salt
    // and 3n of key, for n from 1 to 39.
    let pattern = [UInt8].pattern(count: 80)
    var all = SHA256()
    for number in 1..<40 {
      let key = try derived(
        3 * number, iterations: number, passphrase: Array(pattern[..<number]),
        salt: Array(pattern[..<(2 * number)]))
      all.update(key.span)
    }
    let expected = "352047f642aac46088ab6c3db9df1e63328249588ac3afd88731eb3827fbe4a9"
    #expect(try all.finalize() == Hex.decode(expected))
  }

  @Test func `iterations are held to their limits`() throws {
    for iterations in [1, PBKDF2.iterationsMax] {
      #expect(try PBKDF2(iterations: iterations).iterations == iterations)
    }
    for iterations in [.min, -1, 0, PBKDF2.iterationsMax + 1, .max] {
      #expect(throws: KeyDerivationError.iterations(iterations, limit: PBKDF2.iterationsMax)) {
        try PBKDF2(iterations: iterations)
      }
    }
  }
}
