import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

/// Somebody who consumes traffic and signs for it off the chain.
struct Consumer {
  let address: Address
  private let secret: FixedBytes<32>

  init(from random: inout SplitMix64) throws {
    secret = .arbitrary(from: &random)
    address = Address(of: try PrivateKey(secret).publicKey)
  }

  /// Signs for all traffic of an epoch so far, as any wallet does.
  func voucher(
    _ noz: UInt128, by node: Address, in epoch: UInt64, payer: Address? = nil,
    file: FixedBytes<32> = .zero, on network: Network = Fleet.network
  ) throws -> SignedVoucher {
    let payer = payer ?? address
    let type = """
      TrafficVoucher(uint64 epoch,address payer,address consumer,address node,bytes32 file,\
      uint128 noz)
      """
    let statement = EIP712.structHash(type: type) {
      $0.write(UInt256(epoch))
      $0.write(address: payer.bytes)
      $0.write(address: address.bytes)
      $0.write(address: node.bytes)
      $0.write(Digest(file))
      $0.write(UInt256(noz))
    }
    let domain = EIP712.Domain(
      name: "Tradewind", version: "1", chainID: network.chainID.units,
      verifyingContract: Fleet.traffic.bytes, salt: network.genesisHash)
    let digest = EIP712.digest(of: statement, in: domain.separator)
    let signature = try PrivateKey(secret).sign(digest)
    let bytes = signature.bytes.array
    return SignedVoucher(
      payer: payer, consumer: address, node: node, file: file, noz: noz,
      r: signature.r, vs: try #require(FixedBytes(Array(bytes[32...]))))
  }
}

/// A voucher, as the interface has it.
struct SignedVoucher: ABIRecord {
  var payer: Address
  var consumer: Address
  var node: Address
  var file: FixedBytes<32>
  var noz: UInt128
  var r: FixedBytes<32>
  var vs: FixedBytes<32>

  static let fields = ABIFields(
    Self.init, "payer", "consumer", "node", "file", "noz", "r", "vs"
  ) { ($0.payer, $0.consumer, $0.node, $0.file, $0.noz, $0.r, $0.vs) }

  static let reportMethod = """
    submitReport(uint64,uint32,(address,address,address,bytes32,uint128,bytes32,bytes32)[],\
    bytes)
    """

  /// The voucher as a member of the page that meta nodes sign.
  var structHash: Digest {
    EIP712.structHash(
      type: """
        Voucher(address payer,address consumer,address node,bytes32 file,uint128 noz,bytes32 r,\
        bytes32 vs)
        """
    ) {
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

extension [SignedVoucher] {
  /// What meta nodes sign about a page of these.
  func pageDigest(of epoch: UInt64, page: UInt32) -> Digest {
    let type = """
      ReportPage(uint64 epoch,uint32 page,Voucher[] vouchers)Voucher(address payer,\
      address consumer,address node,bytes32 file,uint128 noz,bytes32 r,bytes32 vs)
      """
    let statement = EIP712.structHash(type: type) {
      $0.write(UInt256(epoch))
      $0.write(UInt256(page))
      $0.writeArray { list in
        for voucher in self { list.write(voucher.structHash) }
      }
    }
    let domain = EIP712.Domain(
      name: "Tradewind", version: "1", chainID: Fleet.network.chainID.units,
      verifyingContract: Fleet.traffic.bytes, salt: Fleet.network.genesisHash)
    return EIP712.digest(of: statement, in: domain.separator)
  }
}
