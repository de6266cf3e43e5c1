import Chain
import Codec
import Cryptography

extension Traffic {
  /// What a consumer signs about the traffic a node has served it: all of an epoch so far.
  struct Voucher: ABIRecord, Hashable {
    /// The consumer itself, or a prepay contract.
    let payer: Address
    let consumer: Address
    let node: Address
    /// The id of the file that was moved, or zero.
    let file: FixedBytes<32>
    let noz: UInt128
    let r: FixedBytes<32>
    let vs: FixedBytes<32>

    static let fields = ABIFields(
      Self.init, "payer", "consumer", "node", "file", "noz", "r", "vs"
    ) { ($0.payer, $0.consumer, $0.node, $0.file, $0.noz, $0.r, $0.vs) }
  }
}

extension Traffic.Voucher {
  /// Reads the members one by one, as `fields` would: a page has hundreds, and each is read twice.
  init(membersFrom decoder: inout ABIDecoder, in bytes: Span<UInt8>) throws(ABIError) {
    payer = try Address(from: &decoder, in: bytes)
    consumer = try Address(from: &decoder, in: bytes)
    node = try Address(from: &decoder, in: bytes)
    file = FixedBytes(copying: bytes.extracting(decoder.takeWord()))
    noz = try UInt128(from: &decoder, in: bytes)
    r = FixedBytes(copying: bytes.extracting(decoder.takeWord()))
    vs = FixedBytes(copying: bytes.extracting(decoder.takeWord()))
  }
}

extension Traffic.Voucher {
  private static let statementType = Keccak256.hash(
    """
    TrafficVoucher(uint64 epoch,address payer,address consumer,address node,bytes32 file,\
    uint128 noz)
    """)

  private static let type = Keccak256.hash(
    """
    Voucher(address payer,address consumer,address node,bytes32 file,uint128 noz,bytes32 r,\
    bytes32 vs)
    """)

  /// What the consumer signs.
  func digest(in epoch: Epoch, on domain: TypedDomain) -> Digest {
    EIP712.digest(
      of: EIP712.structHash(typeHash: Self.statementType) { writer in
        writer.write(UInt256(epoch.units))
        writeTraffic(into: &writer)
      }, in: domain.separator)
  }

  /// The voucher as a member of a page, signature and all.
  var structHash: Digest {
    EIP712.structHash(typeHash: Self.type) { writer in
      writeTraffic(into: &writer)
      writer.write(Digest(r))
      writer.write(Digest(vs))
    }
  }

  private func writeTraffic(into writer: inout EIP712.WordWriter) {
    writer.write(address: payer.bytes)
    writer.write(address: consumer.bytes)
    writer.write(address: node.bytes)
    writer.write(Digest(file))
    writer.write(UInt256(noz))
  }

  /// Whether the consumer signed it for an epoch.
  func isSigned(in epoch: Epoch, on domain: TypedDomain) -> Bool {
    var bytes = FixedBytes<64>.zero
    for index in 0..<32 {
      bytes.storage[index] = r.storage[index]
      bytes.storage[32 + index] = vs.storage[index]
    }
    guard let signature = try? Signature(bytes),
      let key = try? PublicKey(
        recoveredFrom: signature, for: digest(in: epoch, on: domain))
    else { return false }
    return Address(of: key) == consumer
  }

  /// What vouchers of an epoch have in common that add up: only the largest of them counts.
  var counterKey: Digest {
    var hasher = Keccak256()
    hasher.update(payer.bytes.storage.span)
    hasher.update(consumer.bytes.storage.span)
    hasher.update(node.bytes.storage.span)
    hasher.update(file.storage.span)
    return hasher.finalize()
  }
}

extension [Traffic.Voucher] {
  /// The hash of the list as a member of typed data: that of its members' hashes.
  var typedHash: Digest {
    var hasher = Keccak256()
    for voucher in self { hasher.update(voucher.structHash.bytes.storage.span) }
    return hasher.finalize()
  }
}
