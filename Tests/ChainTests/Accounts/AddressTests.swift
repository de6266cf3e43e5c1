import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct AddressTests {
  @Test func `the address of private key one is the well-known one`() throws {
    var secret = FixedBytes<32>.zero
    secret[31] = 1
    let address = Address(of: try PrivateKey(secret).publicKey)
    #expect(address.description == "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")
  }

  @Test(arguments: 0..<UInt64(16))
  func `every text form leads back to the address`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let address = Address.arbitrary(from: &random)
    #expect(try Address(text: address.description) == address)
    #expect(try Address(text: address.description.lowercased()) == address)
    for prefix in Address.Prefix.allCases {
      let text = address.bech32(prefix)
      #expect(text.hasPrefix(prefix.rawValue + "1"))
      #expect(try Address(text: text) == address)
      #expect(try Address(text: text.uppercased()) == address)
    }
  }

  @Test func `a wrong character is noticed by either checksum`() {
    let text = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"
    let flipped = "0x7E5F4552091A69125d5DfCb7b8C2659029395BdF"
    #expect(
      throws: AddressError.hexadecimal(.badChecksum(expected: text))
    ) { try Address(text: flipped) }
    let bech32 = Address.zero.bech32()
    let spoiled = bech32.dropLast() + (bech32.hasSuffix("q") ? "p" : "q")
    #expect(throws: AddressError.bech32(.badChecksum)) { try Address(text: String(spoiled)) }
  }

  @Test func `text that is no address is refused with its reason`() {
    let foreign = Bech32.encode(Address.zero.bytes.storage.span, prefix: "cosmos")
    #expect(throws: AddressError.unknownPrefix("cosmos")) { try Address(text: foreign) }
    let short = Bech32.encode([1, 2, 3].span, prefix: "st")
    #expect(throws: AddressError.wrongLength(bytes: 3)) { try Address(text: short) }
    #expect(throws: AddressError.hexadecimal(.notHexadecimal(.wrongLength(bytes: 1, expected: 20))))
    { try Address(text: "0x12") }
    #expect(throws: AddressError.bech32(.noPrefix)) { try Address(text: "") }
  }

  @Test func `an address as an argument has twelve zero bytes in front`() throws {
    let address = Address(FixedBytes(repeating: 0x11))
    let encoded = ABI.encode(address)
    #expect(try ABI.decode(encoded.span, as: Address.self) == address)
    var dirty = encoded
    dirty[11] = 1
    #expect(throws: ABIError.overflow(bits: 160)) {
      try ABI.decode(dirty.span, as: Address.self)
    }
  }
}
