import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct KeyFileTests {
  /// The examples of the Web3 Secret Storage Definition, version 3, which state no address.
  private static func publishedVectors() throws -> [KeyFileVector] {
    [
      try KeyFileVector(
        .pbkdf2(PBKDF2(iterations: 262_144)),
        salt: "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd",
        iv: "6087dab2f9fdbbfaddc31a909735c1e6",
        ciphertext: "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
        mac: "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2",
        id: "3198bc9c-6672-5ab3-d995-4942343ae5b6", address: nil,
        secret: "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d",
        passphrase: "testpassword"),
      try KeyFileVector(
        .scrypt(Scrypt(cost: 262_144, blockSize: 1, parallelism: 8)),
        salt: "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19",
        iv: "83dbcc02d8ccb40e466191a123791e0e",
        ciphertext: "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
        mac: "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097",
        id: "3198bc9c-6672-5ab3-d995-4942343ae5b6", address: nil,
        secret: "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d",
        passphrase: "testpassword"),
    ]
  }

  /// Written by eth-account 0.14 with its default parameters.
  private static func accountVectors() throws -> [KeyFileVector] {
    [
      try KeyFileVector(
        .scrypt(.standard), salt: "d1028a1905a46188e7e82fa94704c28d",
        iv: "14337b890e21a319e596777facc7d5af",
        ciphertext: "2ea6e5ec851a8121e9639b93dc3a04e61f2b82499647dcd704bba434c02b1e5c",
        mac: "6aeff6863ce2e13d47fc5b032eb7a6870ebcf7a920df441b22e558d8fd8e30ea",
        id: "c431d32b-eb3b-4421-b9d9-70b4d49152c8",
        address: "008aeeda4d805471df9b2a5b0f38a0c3bcba786b",
        secret: "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d",
        passphrase: "testpassword"),
      try KeyFileVector(
        .pbkdf2(PBKDF2(iterations: 1_000_000)), salt: "e9ac12628570a8d3576fcfbfd2999977",
        iv: "0bdac5373a449d2afd071b97ad7902d9",
        ciphertext: "3c987d15befc2c96e73961cd7008b446a907689a66ed60880da15e6163d6d297",
        mac: "92ba9fbb4f8bea9a1a00ec4c1b95e83525b8c4bce080c53418eb0a57aae58fa0",
        id: "ce3cc9b4-182e-45b2-9b3b-26420a38ac0d",
        address: "7e5f4552091a69125d5dfcb7b8c2659029395bdf",
        secret: "0000000000000000000000000000000000000000000000000000000000000001",
        passphrase: "testpassword"),
    ]
  }

  /// Written by eth-keyfile 0.10 with parameters at their lower ends.
  private static func cheapVectors() throws -> [KeyFileVector] {
    [
      try KeyFileVector(
        .scrypt(Scrypt(cost: 16, blockSize: 8, parallelism: 1)),
        salt: "241070f31edbee76745e2d92cbdd0ffa", iv: "ba50dc03ea3ef517d7915a26fa38c335",
        ciphertext: "845631f4bd66379e35e2269dd15a71a39b4ef35fd2e4965bd3274b3a4a0d362f",
        mac: "4e6dfb35bba14c110cd521679fb46ed878e2dff9a9d5f5cdaa74f5fe29d1ceeb",
        id: "42d4e513-80d7-4b9d-809a-fdb34254edad",
        address: "008aeeda4d805471df9b2a5b0f38a0c3bcba786b",
        secret: "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d",
        passphrase: "testpassword"),
      try KeyFileVector(
        .pbkdf2(PBKDF2(iterations: 1000)),
        salt: "149f9859dc451d8c9ef72ab3ff1bebe1", iv: "a077a3efe2074ede8e19cb04568004fc",
        ciphertext: "6423952969b1309dcff52a0cffc125f6cb324b39b4696b6c27f548e66c637a00",
        mac: "7900ff18437fbb3249a515a8c53d6d10a553926abdff757a0814355c8a062222",
        id: "48944f47-8c5a-408f-ab7a-74bfff4575b7",
        address: "7e5f4552091a69125d5dfcb7b8c2659029395bdf",
        secret: "0000000000000000000000000000000000000000000000000000000000000001",
        passphrase: "pässwörd ☂"),
      try KeyFileVector(
        .pbkdf2(PBKDF2(iterations: 1)),
        salt: """
          4e1e5e9fa92876958a742c08664e3de0ef5dc517b922ccab34c4ba2bfbaa93c56a329325de2d24f8fd1207f5
          371c9fe4dc9ee62c167736a7ff296dd77028d1dfc993ea505db780e061c5d18eea5613b6c38642af0d15a4e4
          ce7f234ea1cb47d67fc2bc246dec41819a7a3c945a7b452fd502c69fb932e9500d53349472e5fd54c6b9c8dc
          4fb89d4e131fe7789cd1a4c0fd32657811a15241bd6d6154f6e55c88f8a5b37dd63a9396628c6c711ea843f7
          6e16ef2f29d16629e69709cae65359401c441883916bcb542236429fd22decb0db8478a8430bcbcb54b0ce29
          66af9ed3758e2086fa7c7d0487f60ebff134d493314b090ed19ff74af44a9c17d5812c09
          """,
        iv: "319f99871ba3eeb1bc059f1aad4cf86a",
        ciphertext: "3602cabeac0d3677e0c239d45bbed624028ed4bdd3876b536b0b6e79b9a1d565",
        mac: "d2759105e98b173c7649c4a137ec1ef98fe812094fb8310c99162a16f7ff826f",
        id: "773f9739-c678-4b89-bf4d-726500d98c1f",
        address: "80c0dbf239224071c59dd8970ab9d542e3414ab2",
        secret: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
        passphrase: ""),
      try KeyFileVector(
        .scrypt(Scrypt(cost: 2, blockSize: 8, parallelism: 1)),
        salt: "0d", iv: "be1f90929d997572389e28771327b6f4",
        ciphertext: "7b9794597013b85f9119bef6da47f82921656a2b34915d57a5721b24ee2149a7",
        mac: "2ba94f94d2d2b6a3891a5a5e36ced0233a2a0cebb46aee38d8ea6e7e214247f1",
        id: "b2ef073d-2fcf-4d77-a6b3-21574d286274",
        address: "80c0dbf239224071c59dd8970ab9d542e3414ab2",
        secret: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140",
        passphrase: String(repeating: "x", count: 100)),
    ]
  }

  /// Decrypts a file of another program and writes the same file from the key.
  private func check(_ vector: KeyFileVector) throws {
    let file = vector.file
    let key = try file.decrypt(passphrase: vector.passphrase)
    let secret = key.withSecret { FixedBytes<32>(copying: $0) }
    #expect(secret == vector.secret)
    let again = KeyFile(
      encrypting: key, passphrase: vector.passphrase, derivation: file.derivation, iv: file.iv,
      id: file.id)
    #expect(again.ciphertext == file.ciphertext)
    #expect(again.mac == file.mac)
    if file.address != nil { #expect(again == file) }
  }

  @Test func `files of another program are read and written byte for byte`() throws {
    for vector in try Self.cheapVectors() { try check(vector) }
  }

  @Test(.enabled(if: !_isDebugAssertConfiguration(), "slow without optimisation"))
  func `the published files and those of common cost are read and written`() throws {
    for vector in try Self.publishedVectors() + Self.accountVectors() { try check(vector) }
  }

  private func cheapDerivation(_ random: inout SplitMix64) throws -> KeyDerivation {
    let function: KeyDerivation.Function =
      random.happens(oneIn: 2)
      ? .scrypt(try Scrypt(cost: 2, blockSize: 1, parallelism: random.number(in: 1...2)))
      : .pbkdf2(try PBKDF2(iterations: random.number(in: 1...3)))
    return try KeyDerivation(function, salt: random.bytes(count: 1...40))
  }

  private func file(
    _ secret: FixedBytes<32>, passphrase: [UInt8], from random: inout SplitMix64
  ) throws -> KeyFile {
    KeyFile(
      encrypting: try PrivateKey(secret), passphrase: passphrase,
      derivation: try cheapDerivation(&random), iv: random.fixedBytes(), id: random.fixedBytes())
  }

  @Test(arguments: Seeds.many)
  func `what was encrypted is decrypted again`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let secret: FixedBytes<32> = random.fixedBytes()
    let passphrase = random.bytes(count: 0...80)
    let file = try file(secret, passphrase: passphrase, from: &random)
    let key = try file.decrypt(passphrase: passphrase)
    let back = key.withSecret { FixedBytes<32>(copying: $0) }
    #expect(back == secret)
  }

  /// How decrypting ends; the key itself cannot be compared.
  private func refusal(of file: KeyFile, passphrase: [UInt8]) -> KeyFileError? {
    do throws(KeyFileError) {
      _ = try file.decrypt(passphrase: passphrase)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a wrong passphrase is refused`() throws {
    var random = SplitMix64(seed: 1)
    let passphrase = Array("correct horse".utf8)
    let file = try file(FixedBytes(repeating: 7), passphrase: passphrase, from: &random)
    for wrong in ["", "correct hors", "correct horse ", "Correct horse", "correct horsf"] {
      #expect(refusal(of: file, passphrase: Array(wrong.utf8)) == .wrongPassphrase)
    }
    #expect(refusal(of: file, passphrase: passphrase) == nil)
  }

  private func copy(
    _ file: KeyFile, address: FixedBytes<20>? = nil, derivation: KeyDerivation? = nil,
    iv: FixedBytes<16>? = nil, ciphertext: FixedBytes<32>? = nil, mac: FixedBytes<32>? = nil
  ) -> KeyFile {
    KeyFile(
      id: file.id, address: address ?? file.address, derivation: derivation ?? file.derivation,
      iv: iv ?? file.iv, ciphertext: ciphertext ?? file.ciphertext, mac: mac ?? file.mac)
  }

  private func flipping<let count: Int>(
    _ bit: Int, of bytes: FixedBytes<count>
  ) -> FixedBytes<count> {
    var bytes = bytes
    bytes[bit / 8] ^= 1 << (bit % 8)
    return bytes
  }

  @Test func `every flipped bit of what the code covers is noticed`() throws {
    var random = SplitMix64(seed: 2)
    let passphrase = Array("correct horse".utf8)
    let file = try file(FixedBytes(repeating: 7), passphrase: passphrase, from: &random)
    for bit in 0..<256 {
      let ciphertext = copy(file, ciphertext: flipping(bit, of: file.ciphertext))
      #expect(refusal(of: ciphertext, passphrase: passphrase) == .wrongPassphrase)
      let mac = copy(file, mac: flipping(bit, of: file.mac))
      #expect(refusal(of: mac, passphrase: passphrase) == .wrongPassphrase)
    }
    for bit in 0..<(8 * file.derivation.salt.count) {
      var salt = file.derivation.salt
      salt[bit / 8] ^= 1 << (bit % 8)
      let derivation = try KeyDerivation(file.derivation.function, salt: salt)
      let changed = copy(file, derivation: derivation)
      #expect(refusal(of: changed, passphrase: passphrase) == .wrongPassphrase)
    }
  }

  @Test func `the address notices what the code does not cover`() throws {
    var random = SplitMix64(seed: 3)
    let passphrase = Array("correct horse".utf8)
    let file = try file(FixedBytes(repeating: 7), passphrase: passphrase, from: &random)
    let address = try #require(file.address)
    for bit in 0..<160 {
      let stated = flipping(bit, of: address)
      let changed = copy(file, address: stated)
      #expect(
        refusal(of: changed, passphrase: passphrase)
          == .otherAddress(stated: stated, actual: address))
    }
    for bit in 0..<128 {
      let refusal = refusal(
        of: copy(file, iv: flipping(bit, of: file.iv)), passphrase: passphrase)
      guard case .otherAddress(let stated, _) = refusal else {
        Issue.record("bit \(bit) of the iv: \(String(describing: refusal))")
        continue
      }
      #expect(stated == address)
    }
  }

  @Test func `a file that holds no key is refused`() throws {
    let passphrase = Array("correct horse".utf8)
    let pbkdf2 = try PBKDF2(iterations: 1)
    let salt: [UInt8] = [1, 2, 3]
    var derived = FixedBytes<32>.zero
    var derivedSpan = derived.storage.mutableSpan
    pbkdf2.derive(&derivedSpan, passphrase: passphrase.span, salt: salt.span)
    // The encryption of 32 zeros, which are no key.
    var ciphertext = FixedBytes<32>.zero
    var span = ciphertext.storage.mutableSpan
    AES128CTR.apply(
      to: &span, key: FixedBytes(copying: derived.storage.span.extracting(first: 16)),
      counter: .zero)
    let covered = Array(derived.array[16...]) + ciphertext.array
    let mac = Keccak256.hash(covered.span)
    let file = KeyFile(
      id: .zero, address: nil, derivation: try KeyDerivation(.pbkdf2(pbkdf2), salt: salt),
      iv: .zero, ciphertext: ciphertext, mac: mac.bytes)
    #expect(refusal(of: file, passphrase: passphrase) == .notAKey(.privateKeyOutOfRange))
  }
}
