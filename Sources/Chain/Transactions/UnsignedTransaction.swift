import Codec
package import Cryptography

/// What a sender decides before signing, always in the EIP-1559 form.
package struct UnsignedTransaction: Hashable, Sendable {
  package var chainID: ChainID
  package var nonce: UInt64
  package var maxPriorityFeePerGas: Wei
  package var maxFeePerGas: Wei
  package var gasLimit: Gas
  package var recipient: Address
  package var value: Wei
  package var data: [UInt8]

  package init(
    chainID: ChainID, nonce: UInt64, maxPriorityFeePerGas: Wei, maxFeePerGas: Wei, gasLimit: Gas,
    recipient: Address, value: Wei, data: [UInt8] = []
  ) {
    self.chainID = chainID
    self.nonce = nonce
    self.maxPriorityFeePerGas = maxPriorityFeePerGas
    self.maxFeePerGas = maxFeePerGas
    self.gasLimit = gasLimit
    self.recipient = recipient
    self.value = value
    self.data = data
  }

  /// Signs, which yields the raw bytes to send; decoding them says whether they are acceptable.
  package func signed(by key: borrowing PrivateKey) -> [UInt8] {
    let signature = key.sign(Keccak256.hash(encoded(signature: nil).span))
    return encoded(signature: signature)
  }

  private func encoded(signature: Signature?) -> [UInt8] {
    var writer = RLPWriter()
    writer.writeList { list in
      list.write(chainID.units)
      list.write(nonce)
      list.write(maxPriorityFeePerGas.units)
      list.write(maxFeePerGas.units)
      list.write(gasLimit.units)
      list.write(recipient.bytes)
      list.write(value.units)
      list.write(data.span)
      list.writeList { _ in }
      if let signature {
        list.write(signature.isOdd ? 1 as UInt64 : 0)
        list.write(UInt256(bigEndian: signature.r.storage.span))
        list.write(UInt256(bigEndian: signature.s.storage.span))
      }
    }
    return [Transaction.Kind.dynamicFee.rawValue] + writer.bytes
  }
}
