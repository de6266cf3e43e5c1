import Chain
import Codec
import Cryptography

/// What meta nodes sign of a page of a report, with the list of vouchers as its hash.
struct ReportPage: Hashable {
  static let type = """
    ReportPage(uint64 epoch,uint32 page,Voucher[] vouchers)\
    Voucher(address payer,address consumer,address node,bytes32 file,uint128 noz,\
    bytes32 r,bytes32 vs)
    """

  let epoch: Epoch
  let page: UInt32
  /// As EIP-712 hashes a list: the hash of its members' hashes, one after the other.
  let vouchersHash: Digest

  func statement(in block: BlockContext) -> QuorumStatement {
    QuorumStatement(Self.type, for: Traffic.address, on: block) {
      $0.write(UInt256(epoch.units))
      $0.write(UInt256(page))
      $0.write(vouchersHash)
    }
  }
}
