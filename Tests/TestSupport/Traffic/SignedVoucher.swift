package import Chain
package import Codec
package import Cryptography

/// What a consumer signs about traffic, as the interface of Traffic has it.
package struct SignedVoucher: ABIRecord, Sendable {
  package var payer: Address
  package var consumer: Address
  package var node: Address
  package var file: FixedBytes<32>
  package var noz: UInt128
  package var r: FixedBytes<32>
  package var vs: FixedBytes<32>

  package static let fields = ABIFields(
    Self.init, "payer", "consumer", "node", "file", "noz", "r", "vs"
  ) { ($0.payer, $0.consumer, $0.node, $0.file, $0.noz, $0.r, $0.vs) }

  package static let reportMethod = """
    submitReport(uint64,uint32,(address,address,address,bytes32,uint128,bytes32,bytes32)[],\
    bytes)
    """

  private static let members =
    "address payer,address consumer,address node,bytes32 file,uint128 noz"
  private static let type = "Voucher(\(members),bytes32 r,bytes32 vs)"
  private static let typeHash = Keccak256.hash(type)
  private static let statementHash = Keccak256.hash(
    "TrafficVoucher(uint64 epoch,\(members))")
  package static let pageType = "ReportPage(uint64 epoch,uint32 page,Voucher[] vouchers)" + type
}

extension SignedVoucher {
  /// Signs for all traffic of an epoch so far; `domain` is that of Traffic.
  package init(
    by consumer: Wallet, of noz: UInt128, node: Address, file: FixedBytes<32> = .zero,
    payer: Address? = nil, in epoch: Epoch, on domain: Digest
  ) throws {
    self.init(
      payer: payer ?? consumer.address, consumer: consumer.address, node: node, file: file,
      noz: noz, r: .zero, vs: .zero)
    let signature = try consumer.signature(over: digest(in: epoch, on: domain))
    r = signature.r
    vs = FixedBytes(copying: signature.bytes.storage.span.extracting(32..<64))
  }

  /// What the consumer signs.
  package func digest(in epoch: Epoch, on domain: Digest) -> Digest {
    let statement = EIP712.structHash(typeHash: Self.statementHash) {
      $0.write(UInt256(epoch.units))
      write(into: &$0)
    }
    return EIP712.digest(of: statement, in: domain)
  }

  /// The check of its signature: from the members of the voucher to who signed it.
  package func isSigned(in epoch: Epoch, on domain: Digest) -> Bool {
    var bytes = FixedBytes<64>.zero
    for index in 0..<32 {
      bytes.storage[index] = r.storage[index]
      bytes.storage[32 + index] = vs.storage[index]
    }
    guard let signature = try? Signature(bytes),
      let key = try? PublicKey(recoveredFrom: signature, for: digest(in: epoch, on: domain))
    else { return false }
    return Address(of: key) == consumer
  }

  /// The voucher as a member of the page that meta nodes sign.
  package var structHash: Digest {
    EIP712.structHash(typeHash: Self.typeHash) {
      write(into: &$0)
      $0.write(Digest(r))
      $0.write(Digest(vs))
    }
  }

  private func write(into writer: inout EIP712.WordWriter) {
    writer.write(address: payer.bytes)
    writer.write(address: consumer.bytes)
    writer.write(address: node.bytes)
    writer.write(Digest(file))
    writer.write(UInt256(noz))
  }
}

extension [SignedVoucher] {
  /// What meta nodes sign about a page of these.
  package func pageDigest(of epoch: Epoch, page: UInt32, on domain: Digest) -> Digest {
    let statement = EIP712.structHash(type: SignedVoucher.pageType) {
      $0.write(UInt256(epoch.units))
      $0.write(UInt256(page))
      $0.writeArray { list in
        for voucher in self { list.write(voucher.structHash) }
      }
    }
    return EIP712.digest(of: statement, in: domain)
  }
}
