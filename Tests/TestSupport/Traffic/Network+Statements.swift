package import Chain
package import Cryptography

/// What users and meta nodes sign off the chain, as any wallet computes it.
extension Network {
  /// The domain of statements to a contract.
  package func domain(of contract: Address) -> Digest {
    EIP712.Domain(
      name: "Tradewind", version: "1", chainID: chainID.units, verifyingContract: contract.bytes,
      salt: genesisHash
    ).separator
  }

  /// What is signed for a statement to a contract.
  package func digest(
    _ type: String, for contract: Address, _ members: (inout EIP712.WordWriter) -> Void
  ) -> Digest {
    EIP712.digest(of: EIP712.structHash(type: type, members), in: domain(of: contract))
  }
}
