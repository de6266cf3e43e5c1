import Chain
import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct ReceiptTests {
  @Test func `the leaf item has the layout of the protocol`() throws {
    let log = Log(
      address: Address(FixedBytes(repeating: 0xAA)),
      topics: [Digest(FixedBytes(repeating: 0xBB))], data: [1, 2, 3])
    let receipt = Receipt(
      transactionHash: Digest(FixedBytes(repeating: 0xCC)), status: .failed,
      gasUsed: Gas(0x0102_0304), logs: [log], reason: "no")
    let expected =
      String(repeating: "cc", count: 32) + "00" + "0403020100000000" + "01000000"
      + String(repeating: "aa", count: 20) + "01000000" + String(repeating: "bb", count: 32)
      + "03000000" + "010203" + "02000000" + "6e6f"
    #expect(Hex.encode(receipt.canonicalBytes.span) == expected)
  }

  @Test func `a reason that is not text does not decode`() throws {
    let receipt = Receipt(
      transactionHash: .zero, status: .failed, gasUsed: Gas(1), logs: [], reason: "x")
    var bytes = receipt.canonicalBytes
    bytes[bytes.count - 1] = 0xFF
    #expect(throws: ByteError.forbidden("text is UTF-8")) {
      try Receipt(canonicalBytes: bytes.span)
    }
  }

  /// Places computed by hand from the hash of the address, as Ethereum defines the filter.
  @Test func `the bloom filter sets the three bits of each value`() {
    let address = Address(FixedBytes(repeating: 0x0F))
    let hash = Keccak256.hash(address.bytes.storage.span).bytes
    var bloom = Bloom()
    bloom.insert(Log(address: address, topics: [], data: []))
    var expected = FixedBytes<256>.zero
    for pair in 0..<3 {
      let bit = (Int(hash[2 * pair]) * 256 + Int(hash[2 * pair + 1])) % 2048
      expected[255 - bit / 8] |= 1 << UInt8(bit % 8)
    }
    #expect(bloom.bytes == expected)
    #expect(mayContain(bloom, address.bytes.array))
    #expect(!mayContain(Bloom(), address.bytes.array))
  }

  @Test(arguments: 0..<UInt64(16))
  func `a union of filters finds what either holds`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let receipts = [Receipt].arbitrary(count: 1...8, from: &random)
    var block = Bloom()
    for receipt in receipts { block.formUnion(receipt.bloom) }
    for log in receipts.flatMap(\.logs) {
      #expect(mayContain(block, log.address.bytes.array))
      for topic in log.topics { #expect(mayContain(block, topic.bytes.array)) }
    }
  }

  /// An expectation cannot take a borrowed span itself.
  private func mayContain(_ bloom: Bloom, _ value: [UInt8]) -> Bool {
    bloom.mayContain(value.span)
  }
}
