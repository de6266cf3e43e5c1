import Chain
import Codec
import Cryptography
import TestSupport

/// What a consumer signs about traffic, as the interface has it.
struct SignedVoucher: ABIRecord {
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

  static let reportMethod = """
    submitReport(uint64,uint32,(address,address,address,bytes32,uint128,bytes32,bytes32)[],\
    bytes)
    """

  private static let members =
    "address payer,address consumer,address node,bytes32 file,uint128 noz"
  private static let type = "Voucher(\(members),bytes32 r,bytes32 vs)"
  static let pageType = "ReportPage(uint64 epoch,uint32 page,Voucher[] vouchers)" + type
}

extension SignedVoucher {
  /// Signs for all traffic of an epoch so far.
  init(
    by consumer: Wallet, of noz: UInt128, node: Address, file: FixedBytes<32>, payer: Address,
    in epoch: Epoch, on domain: Digest
  ) throws {
    let statement = EIP712.structHash(
      type: "TrafficVoucher(uint64 epoch,\(Self.members))"
    ) {
      $0.write(UInt256(epoch.units))
      $0.write(address: payer.bytes)
      $0.write(address: consumer.address.bytes)
      $0.write(address: node.bytes)
      $0.write(Digest(file))
      $0.write(UInt256(noz))
    }
    let bytes = try consumer.signature(over: EIP712.digest(of: statement, in: domain)).bytes.array
    self.init(
      payer: payer, consumer: consumer.address, node: node, file: file, noz: noz,
      r: FixedBytes(copying: bytes.span.extracting(0..<32)),
      vs: FixedBytes(copying: bytes.span.extracting(32..<64)))
  }

  /// The voucher as a member of the page that meta nodes sign.
  var structHash: Digest {
    EIP712.structHash(type: Self.type) {
      $0.write(address: payer.bytes)
      $0.write(address: consumer.bytes)
      $0.write(address: node.bytes)
      $0.write(Digest(file))
      $0.write(UInt256(noz))
      $0.write(Digest(r))
      $0.write(Digest(vs))
    }
  }
}
