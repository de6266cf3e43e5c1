package import Chain
package import Codec
package import Cryptography

/// Somebody with a key, who signs real transactions.
package struct Wallet: Sendable {
  package let address: Address
  private let secret: FixedBytes<32>
  package var nonce: UInt64 = 0

  package init(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    try self.init(secret: random.fixedBytes())
  }

  package init(secret: FixedBytes<32>) throws {
    self.secret = secret
    address = Address(of: try PrivateKey(secret).publicKey)
  }

  package var publicKey: PublicKey {
    get throws { try PrivateKey(secret).publicKey }
  }

  /// The private key in hex, for a file that a program reads.
  package var secretText: String { "\(secret)" }

  /// Signs anything that is no transaction.
  package func signature(over digest: Digest) throws -> Signature {
    try PrivateKey(secret).sign(digest)
  }

  /// Signs the next transaction, as a node has it once it has recovered the sender.
  package mutating func sign(
    to recipient: Address, value: Wei = .zero, data: [UInt8] = [], gasLimit: UInt64 = 1_000_000,
    maxFee: Wei = Wei(gwei: 10), tip: Wei = .zero
  ) throws -> Recovered<Transaction> {
    defer { nonce += 1 }
    let chain = ChainID(20_480)
    let unsigned = UnsignedTransaction(
      chainID: chain, nonce: nonce, maxPriorityFeePerGas: tip, maxFeePerGas: maxFee,
      gasLimit: Gas(gasLimit), recipient: recipient, value: value, data: data)
    let raw = unsigned.signed(by: try PrivateKey(secret))
    return try Unverified(try Transaction(decoding: raw, for: chain)).recovered()
  }
}
