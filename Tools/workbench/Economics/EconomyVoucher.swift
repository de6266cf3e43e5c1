import Chain
import Codec

/// A voucher, as the interface of Traffic has it.
struct EconomyVoucher: ABIRecord {
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
}
