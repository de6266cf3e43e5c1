import Chain
import Codec
import Cryptography
import Ledger
import TestSupport
import Testing

extension Fleet {
  static let traffic = Address(protocol: 0x1004)

  /// Reports a page as anybody can who has the signatures.
  mutating func tryReport(
    _ vouchers: [SignedVoucher], of epoch: UInt64, page: UInt32 = 0, by signers: [Address]? = nil
  ) throws -> Result<[UInt8], Refusal> {
    let digest = vouchers.pageDigest(of: epoch, page: page)
    let data = calldata(
      SignedVoucher.reportMethod,
      epoch, page, vouchers, try signatures(of: digest, by: signers ?? quorum))
    return world.call(Self.traffic, data, from: 2)
  }

  /// Reports a page and returns what it says about each voucher.
  @discardableResult
  mutating func report(
    _ vouchers: [SignedVoucher], of epoch: UInt64, page: UInt32 = 0
  ) throws -> [VoucherOutcome] {
    _ = world.books.settle()
    _ = try tryReport(vouchers, of: epoch, page: page).get()
    return try world.books.settle().compactMap { try VoucherOutcome($0) }
  }

  /// Buys ozone for a consumer.
  mutating func fund(_ consumer: Consumer, with amount: UInt128) throws {
    try world.prepay(amount, for: consumer.address, by: 3)
  }

  func counted(_ voucher: SignedVoucher, in epoch: UInt64) throws -> UInt128 {
    try ask(
      calldata(
        "counted(uint64,address,address,address,bytes32)", epoch, voucher.payer, voucher.consumer,
        voucher.node, voucher.file), as: UInt128.self)
  }

  func ask<Value: ABIValue>(_ data: [UInt8], as type: Value.Type) throws -> Value {
    let bytes = try world.ask(Self.traffic, data).get()
    return try ABI.decode(bytes.span, as: type)
  }

  func settled(_ epoch: UInt64) throws -> SettledEpoch {
    let bytes = try world.ask(Self.traffic, calldata("epoch(uint64)", epoch)).get()
    return try SettledEpoch(decodingMembers: bytes.span)
  }

  func claim(of node: Address, in epoch: UInt64) throws -> EpochClaim {
    let bytes = try world.ask(
      Self.traffic, calldata("nodeEpoch(address,uint64)", node, epoch)
    ).get()
    return try EpochClaim(decodingMembers: bytes.span)
  }

  func tally() throws -> (noz: UInt128, contentNoz: UInt128) {
    let bytes = try world.ask(Self.traffic, calldata("tally()")).get()
    let (_, noz, contentNoz, _, _) = try ABI.decode(
      bytes.span, as: UInt64.self, UInt128.self, UInt128.self, UInt256.self, UInt256.self)
    return (noz, contentNoz)
  }

  /// What a withdrawal would pay: all, the storage part of it, and what is not mature.
  func rewards(of node: Address) throws -> (due: UInt128, storage: UInt128, immature: UInt128) {
    let bytes = try world.ask(
      Self.traffic, calldata("nodeRewards(address,uint32)", node, 1_024 as UInt32)
    ).get()
    let (due, storage, immature) = try ABI.decode(
      bytes.span, as: UInt256.self, UInt256.self, UInt256.self)
    return (due.low, storage.low, immature.low)
  }

  func contentRewards(of file: FixedBytes<32>) throws -> UInt128 {
    let bytes = try world.ask(
      Self.traffic, calldata("contentRewards(bytes32,uint32)", file, 1_024 as UInt32)
    ).get()
    return try ABI.decode(bytes.span, as: UInt256.self, UInt256.self, UInt256.self).0.low
  }

  @discardableResult
  mutating func withdraw(_ node: Address, epochs: UInt32 = 1_024) throws -> UInt128 {
    let data = calldata("withdrawNodeRewards(address,uint32)", node, epochs)
    let bytes = try world.call(Self.traffic, data, from: 4).get()
    return try ABI.decode(bytes.span, as: UInt256.self).low
  }

  @discardableResult
  mutating func withdrawMeta(_ node: Address) throws -> UInt128 {
    let data = calldata("withdrawMetaRewards(address)", node)
    let bytes = try world.call(Self.traffic, data, from: 4).get()
    return try ABI.decode(bytes.span, as: UInt256.self).low
  }

  @discardableResult
  mutating func withdrawContent(_ file: FixedBytes<32>) throws -> UInt128 {
    let data = calldata("withdrawContentRewards(bytes32,uint32)", file, 1_024 as UInt32)
    let bytes = try world.call(Self.traffic, data, from: 4).get()
    return try ABI.decode(bytes.span, as: UInt256.self).low
  }
}

/// What a report says about one of its vouchers.
struct VoucherOutcome: Equatable {
  let noz: UInt128
  /// Why it did not count, if it did not.
  let reason: String?

  init(noz: UInt128, reason: String? = nil) {
    self.noz = noz
    self.reason = reason
  }

  /// Nothing if the log is about something else.
  init?(_ log: Log) throws {
    let fields = "(uint64,address,address,address,bytes32,uint128,"
    switch log.topics.first {
    case Keccak256.hash("VoucherCounted" + fields + "uint128,bool)"):
      let (_, _, _, noz, _) = try ABI.decode(
        log.data.span, as: UInt64.self, Address.self, UInt128.self, UInt128.self, Bool.self)
      self.init(noz: noz)
    case Keccak256.hash("VoucherSkipped" + fields + "string)"):
      let (_, _, _, reason) = try ABI.decode(
        log.data.span, as: UInt64.self, Address.self, UInt128.self, String.self)
      self.init(noz: 0, reason: reason)
    default: return nil
    }
  }
}
