import Chain
import Codec
import Cryptography
import Foundation
import Node
import TestSupport
import Testing

@Suite struct TransactionCommandTests {
  @Test(arguments: [
    (SampleTransactions.dynamicFee, SampleTransactions.dynamicFeeJSON),
    (SampleTransactions.legacy, SampleTransactions.legacyJSON),
  ])
  func `a transaction of another program is shown`(raw: String, json: String) throws {
    let record = try RecordedConsole()
    #expect(record.run(["tx", "decode", "--chain-id", "1337", raw]) == .success)
    #expect(try record.output == json)
    #expect(try record.errors == "")
    // Whatever reads it must be able to.
    _ = try JSONSerialization.jsonObject(with: Data(record.output.utf8))
  }

  @Test(arguments: Seeds.few)
  func `the sender is whoever signed`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let key = generator.privateKey()
    let unsigned = UnsignedTransaction(
      chainID: ChainID(7), nonce: generator.next(), maxPriorityFeePerGas: Wei(1),
      maxFeePerGas: Wei(2), gasLimit: Gas(21_000), recipient: generator.address(), value: Wei(3))
    let record = try RecordedConsole(input: "\(hex(unsigned.signed(by: key)))")
    #expect(record.run(["tx", "decode", "--chain-id", "7", "-"]) == .success)
    #expect(try record.output.contains("\"from\": \"\(Address(of: key.publicKey))\""))
  }

  private func hex(_ bytes: [UInt8]) -> String { Hex.encode(bytes.span) }

  @Test func `a transaction can come in by the input`() throws {
    let record = try RecordedConsole(input: "  \(SampleTransactions.dynamicFee)\n")
    #expect(record.run(["tx", "decode", "--chain-id=1337", "-"]) == .success)
    #expect(try record.output == SampleTransactions.dynamicFeeJSON)
  }

  @Test(arguments: [
    (SampleTransactions.dynamicFee, "this is no transaction of chain 7: invalid chain id"),
    ("0x", "this is no transaction of chain 7: a transaction has at least one byte"),
    ("0x03", "this is no transaction of chain 7: transaction type not supported"),
    ("0x0", "the transaction is not in hex: "), ("hello!", "the transaction is not in hex: "),
    ("", "this is no transaction of chain 7: a transaction has at least one byte"),
  ])
  func `a transaction the chain would not take is refused`(raw: String, reason: String) throws {
    let record = try RecordedConsole()
    #expect(record.run(["tx", "decode", "--chain-id", "7", raw]) == .failure)
    #expect(try record.output == "")
    let errors = try record.errors
    #expect(errors.hasPrefix("tradewind: \(reason)"))
  }

  @Test func `an endless input is refused`() throws {
    let record = try RecordedConsole(input: String(repeating: "00", count: 1 << 20))
    #expect(record.run(["tx", "decode", "--chain-id", "7", "-"]) == .failure)
    #expect(try record.errors.contains("longer than"))
  }

  @Test func `the chain must be named`() throws {
    let record = try RecordedConsole()
    #expect(record.run(["tx", "decode", "0x00"]) == .wrongUsage)
    #expect(
      try record.errors == """
        tradewind: --chain-id N is required
        Run 'tradewind tx decode --help' for help.

        """)
  }
}
