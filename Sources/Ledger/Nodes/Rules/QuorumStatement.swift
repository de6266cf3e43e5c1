import Chain
import Codec
import Cryptography

/// Something that meta nodes sign off the chain, as typed data of a contract.
///
/// The first word of a type's text names what is decided; the members follow in its order.
struct QuorumStatement {
  let digest: Digest

  init(
    _ type: String, for contract: Address, on block: BlockContext,
    _ members: (inout EIP712.WordWriter) -> Void
  ) {
    digest = EIP712.digest(
      of: EIP712.structHash(type: type, members),
      in: TypedDomain(of: contract, on: block.network).separator)
  }
}

/// The domain of what users and meta nodes sign: one contract of one network.
struct TypedDomain {
  let separator: Digest

  init(of contract: Address, on network: Network) {
    separator =
      EIP712.Domain(
        name: "Tradewind", version: "1", chainID: network.chainID.units,
        verifyingContract: contract.bytes, salt: network.genesisHash
      ).separator
  }
}

extension Books {
  /// Whether a quorum of the meta nodes with seats agrees: a signature of 64 bytes from each, in
  /// the ascending order of their addresses.
  func checkQuorum(
    _ signatures: ABIBytes, for statement: QuorumStatement
  ) throws(Refusal) {
    let seats = seats
    let count = signatures.bytes.count / 64
    let most = ProtocolLimits.metaSeatsMax
    guard signatures.bytes.count % 64 == 0, (seats.quorum...most).contains(count) else {
      throw Refusal(
        """
        a decision takes \(seats.quorum) to \(most) signatures of 64 bytes each, and not \
        \(signatures.bytes.count) bytes
        """)
    }
    var last: Address?
    for index in 0..<count {
      let bytes = signatures.bytes.span.extracting(64 * index..<64 * (index + 1))
      guard let signature = try? Signature(FixedBytes<64>(copying: bytes)),
        let key = try? PublicKey(recoveredFrom: signature, for: statement.digest)
      else { throw Refusal("signature \(index) of the meta nodes is none") }
      let signer = Address(of: key)
      guard seats.members.contains(signer) else {
        throw Refusal("signature \(index) is by \(signer), who has no seat or signed other terms")
      }
      guard last.map({ $0 < signer }) ?? true else {
        throw Refusal("signatures come in the ascending order of their signers, each once")
      }
      last = signer
    }
  }
}

extension Price {
  /// How many signatures a quorum call carries, each of which costs a recovery.
  static func signatureCount(in signatures: ABIBytes) -> Int { signatures.bytes.count / 64 }
}
