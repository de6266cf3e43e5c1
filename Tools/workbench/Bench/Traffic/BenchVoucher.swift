import Chain
import Codec
import Cryptography
import Ledger

/// A voucher about the first epoch of the bench's network.
struct BenchVoucher: ABIRecord {
  let payer: Address
  let consumer: Address
  let node: Address
  let file: FixedBytes<32>
  let noz: UInt128
  let r: FixedBytes<32>
  let vs: FixedBytes<32>

  static let fields = ABIFields(
    Self.init, "payer", "consumer", "node", "file", "noz", "r", "vs"
  ) { ($0.payer, $0.consumer, $0.node, $0.file, $0.noz, $0.r, $0.vs) }

  static let reportSignature =
    "submitReport(uint64,uint32,(address,address,address,bytes32,uint128,bytes32,bytes32)[],bytes)"

  private static let members =
    "address payer,address consumer,address node,bytes32 file,uint128 noz"

  private static let domain = EIP712.Domain(
    name: "Tradewind", version: "1", chainID: 20_480,
    verifyingContract: Address(protocol: 0x1004).bytes, salt: .zero
  ).separator
}

extension BenchVoucher {
  init(by key: borrowing PrivateKey, node: Address, noz: UInt128) throws {
    let consumer = Address(of: key.publicKey)
    let signature = key.sign(Self.digest(consumer, node, noz))
    let bytes = signature.bytes.array
    guard let r = FixedBytes<32>(Array(bytes[..<32])),
      let vs = FixedBytes<32>(Array(bytes[32...]))
    else { preconditionFailure("a signature has 64 bytes") }
    self.init(
      payer: consumer, consumer: consumer, node: node, file: .zero, noz: noz, r: r, vs: vs)
  }

  private static let statementType = Keccak256.hash("TrafficVoucher(uint64 epoch,\(members))")

  /// What the consumer signs.
  private static func digest(_ consumer: Address, _ node: Address, _ noz: UInt128) -> Digest {
    let statement = EIP712.structHash(typeHash: statementType) {
      $0.write(UInt256(1 as UInt64))
      write(consumer, node, noz, into: &$0)
    }
    return EIP712.digest(of: statement, in: domain)
  }

  /// The check of its signature: from the members of the voucher to who signed it.
  var isSigned: Bool {
    var bytes = FixedBytes<64>.zero
    for index in 0..<32 {
      bytes.storage[index] = r.storage[index]
      bytes.storage[32 + index] = vs.storage[index]
    }
    let digest = Self.digest(consumer, node, noz)
    guard let signature = try? Signature(bytes),
      let key = try? PublicKey(recoveredFrom: signature, for: digest)
    else { return false }
    return Address(of: key) == consumer
  }

  private static func write(
    _ consumer: Address, _ node: Address, _ noz: UInt128, into writer: inout EIP712.WordWriter
  ) {
    writer.write(address: consumer.bytes)
    writer.write(address: consumer.bytes)
    writer.write(address: node.bytes)
    writer.write(Digest.zero)
    writer.write(UInt256(noz))
  }

  /// What meta nodes sign about a page.
  static func pageDigest(_ vouchers: [BenchVoucher], page: UInt32) -> Digest {
    let voucherType = "Voucher(\(members),bytes32 r,bytes32 vs)"
    let typeHash = Keccak256.hash(voucherType)
    let statement = EIP712.structHash(
      type: "ReportPage(uint64 epoch,uint32 page,Voucher[] vouchers)" + voucherType
    ) {
      $0.write(UInt256(1 as UInt64))
      $0.write(UInt256(page))
      $0.writeArray { list in
        for voucher in vouchers {
          list.write(
            EIP712.structHash(typeHash: typeHash) {
              write(voucher.consumer, voucher.node, voucher.noz, into: &$0)
              $0.write(Digest(voucher.r))
              $0.write(Digest(voucher.vs))
            })
        }
      }
    }
    return EIP712.digest(of: statement, in: domain)
  }
}
