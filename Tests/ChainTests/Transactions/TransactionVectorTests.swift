import Chain
import Codec
import Cryptography
import Foundation
import TestSupport
import Testing

/// A transaction signed by an independent implementation; see `Vectors/transactions.py`.
struct TransactionVector: Decodable {
  let type: UInt8
  let raw, hash, signedDigest, sender, nonce, gas, to, value, data, maxFee, tip: String
  let accessListAddresses, accessListKeys: Int

  static func all() throws -> [TransactionVector] {
    let url = try #require(
      Bundle.module.url(forResource: "Vectors/transactions", withExtension: "json"))
    return try JSONDecoder().decode([TransactionVector].self, from: Data(contentsOf: url))
  }
}

@Suite struct TransactionVectorTests {
  @Test func `transactions of another implementation read as they were written`() throws {
    let vectors = try TransactionVector.all()
    #expect(vectors.count >= 60)
    for vector in vectors {
      let raw = try Hex.decode(vector.raw)
      let transaction = try Transaction(decoding: raw, for: ChainID(20_480))
      #expect(transaction.kind.rawValue == vector.type)
      #expect(transaction.hash.description == "0x" + vector.hash)
      #expect(transaction.signedDigest.description == "0x" + vector.signedDigest)
      #expect(transaction.nonce.description == vector.nonce)
      #expect(transaction.gasLimit.description == vector.gas)
      #expect(transaction.recipient.description == vector.to)
      #expect(Transaction.recipient(of: raw) == transaction.recipient)
      #expect(transaction.value.description == vector.value)
      #expect(Hex.encode(Array(transaction.data).span, prefix: true) == vector.data)
      #expect(transaction.maxFeePerGas.description == vector.maxFee)
      #expect(transaction.maxPriorityFeePerGas.description == vector.tip)
      #expect(transaction.accessListCounts.addresses == vector.accessListAddresses)
      #expect(transaction.accessListCounts.storageKeys == vector.accessListKeys)
      #expect(transaction.accessList.entries.count == vector.accessListAddresses)
      let recovered = try Unverified(transaction).recovered()
      #expect(recovered.signer.description == vector.sender)
    }
  }

  @Test func `a part of a transaction has no recipient`() throws {
    for vector in try TransactionVector.all() {
      let raw = try Hex.decode(vector.raw)
      for count in 0..<raw.count {
        #expect(Transaction.recipient(of: Array(raw.prefix(count))) == nil)
      }
    }
  }

  /// The example of EIP-155.
  @Test func `the example of EIP-155 has its published digest and sender`() throws {
    let raw = try Hex.decode(
      "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764000080"
        + "25a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
        + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83")
    let transaction = try Transaction(decoding: raw, for: ChainID(1))
    #expect(
      transaction.signedDigest.description
        == "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53")
    let sender = try Unverified(transaction).recovered().signer
    #expect(sender.description == "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F")
    #expect(transaction.value == Wei(stos: 1))
  }

  @Test(arguments: 0..<UInt64(32))
  func `what is signed here decodes to the same members`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let unsigned = UnsignedTransaction.arbitrary(from: &random)
    let key = random.privateKey()
    let transaction = try Transaction(decoding: unsigned.signed(by: key), for: unsigned.chainID)
    #expect(transaction.nonce == unsigned.nonce)
    #expect(transaction.value == unsigned.value)
    #expect(Array(transaction.data) == unsigned.data)
    #expect(transaction.maxFeePerGas == unsigned.maxFeePerGas)
    #expect(transaction.maxPriorityFeePerGas == unsigned.maxPriorityFeePerGas)
    #expect(try Unverified(transaction).recovered().signer == Address(of: key.publicKey))
  }
}
