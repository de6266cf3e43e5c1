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
    let hash = Digest(FixedBytes(repeating: 0xCC))
    let succeeded = Receipt(
      transactionHash: hash, outcome: .succeeded([log]), gasUsed: Gas(0x0102_0304))
    #expect(
      Hex.encode(succeeded.canonicalBytes.span)
        == String(repeating: "cc", count: 32) + "01" + "0403020100000000" + "01000000"
        + String(repeating: "aa", count: 20) + "01000000" + String(repeating: "bb", count: 32)
        + "03000000" + "010203" + "00000000")
    let failed = Receipt(
      transactionHash: hash, outcome: .failed(reason: "no"), gasUsed: Gas(5))
    #expect(
      Hex.encode(failed.canonicalBytes.span)
        == String(repeating: "cc", count: 32) + "00" + "0500000000000000" + "00000000"
        + "02000000" + "6e6f")
  }

  @Test func `a reason is cut at its limit, between characters`() throws {
    let reason = "a" + String(repeating: "ü", count: 600)
    let receipt = Receipt(
      transactionHash: .zero, outcome: .failed(reason: reason), gasUsed: Gas(1))
    guard case .failed(let kept) = try Receipt(canonicalBytes: receipt.canonicalBytes.span).outcome
    else {
      Issue.record("a failed receipt decodes to a failed one")
      return
    }
    #expect(kept == "a" + String(repeating: "ü", count: 511))
  }

  @Test func `a receipt that failed with logs, or succeeded with a reason, does not decode`() {
    let receipt = Receipt(
      transactionHash: .zero, outcome: .failed(reason: "no"), gasUsed: Gas(1))
    var bytes = receipt.canonicalBytes
    bytes[32] = 1
    #expect(throws: ByteError.self) { try Receipt(canonicalBytes: bytes.span) }
    bytes[32] = 2
    #expect(throws: ByteError.unknown(type: "receipt status", code: 2)) {
      try Receipt(canonicalBytes: bytes.span)
    }
  }

  @Test func `a reason that is not text does not decode`() throws {
    let receipt = Receipt(
      transactionHash: .zero, outcome: .failed(reason: "x"), gasUsed: Gas(1))
    var bytes = receipt.canonicalBytes
    bytes[bytes.count - 1] = 0xFF
    #expect(throws: ByteError.forbidden("text is UTF-8")) {
      try Receipt(canonicalBytes: bytes.span)
    }
  }

  /// The places come from the Python package eth-bloom.
  @Test func `the bloom filter sets the three bits of each value`() {
    let address = Address(FixedBytes(repeating: 0x0F))
    var bloom = Bloom()
    bloom.insert(Log(address: address, topics: [], data: []))
    var expected = FixedBytes<256>.zero
    expected[28] = 32
    expected[71] = 32
    expected[232] = 2
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
