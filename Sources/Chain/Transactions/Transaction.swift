import Codec
package import Cryptography

/// An Ethereum transaction: the only kind of instruction users give.
///
/// It keeps the bytes it was decoded from, since those are what is hashed, sent and stored;
/// calldata and access list stay in place there. It is well-formed, but who sent it is known only
/// once the signature is recovered (`Recovered<Transaction>`).
package struct Transaction: Sendable {
  /// The three formats that are accepted, by Ethereum's numbers.
  package enum Kind: UInt8, Sendable {
    case legacy = 0
    case accessList = 1
    case dynamicFee = 2
  }

  package let raw: [UInt8]
  package let hash: Digest
  package let kind: Kind
  package let chainID: ChainID
  package let nonce: UInt64
  package let gasLimit: Gas
  package let recipient: Address
  package let value: Wei
  /// The most the sender pays for one gas; for the older kinds the gas price.
  package let maxFeePerGas: Wei
  /// The most of it that goes on top of the base fee; for the older kinds the gas price.
  package let maxPriorityFeePerGas: Wei
  package let signature: Signature

  /// Where the calldata stands in `raw`.
  package let dataRange: Range<Int>
  /// How many addresses and storage keys the access list names; they have a price.
  package let accessListCounts: AccessList.Counts

  let accessListRange: Range<Int>
  /// Where the members stand that are signed, without the chain id of a legacy transaction.
  let signedFieldsRange: Range<Int>

  /// The calldata on its own; hot paths read it in place.
  package var data: [UInt8] { [UInt8](copying: raw.span.extracting(dataRange)) }

  package var accessList: AccessList {
    AccessList(checkedRange: accessListRange, in: raw.span)
  }

  /// The most wei this transaction can take from its sender.
  ///
  /// Decoding made sure that it fits.
  package var maxCost: Wei {
    Wei(UInt128(gasLimit.units) * maxFeePerGas.units + value.units)
  }
}

extension Transaction: Equatable {
  /// Bytes determine everything else.
  package static func == (left: Self, right: Self) -> Bool { left.raw == right.raw }
}

extension Transaction: SelfSigned {
  package static func signer(with key: PublicKey) -> Address { Address(of: key) }

  /// What the sender signed: the same members without the signature.
  package var signedDigest: Digest {
    var hasher = Keccak256()
    let members = raw.span.extracting(signedFieldsRange)
    switch kind {
    case .legacy:
      // EIP-155 puts (chain id, 0, 0) in the place of the signature.
      var suffix = RLPWriter()
      suffix.write(chainID.units)
      suffix.write(0 as UInt64)
      suffix.write(0 as UInt64)
      let payloadCount = members.count + suffix.bytes.count
      hasher.update(RLPHeader(listPayloadCount: payloadCount).bytes.span)
      hasher.update(members)
      hasher.update(suffix.bytes.span)
    case .accessList, .dynamicFee:
      hasher.update([kind.rawValue].span)
      hasher.update(RLPHeader(listPayloadCount: members.count).bytes.span)
      hasher.update(members)
    }
    return hasher.finalize()
  }
}
