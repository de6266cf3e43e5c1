import Chain
import Codec
import Cryptography

/// What is kept about a validator, by its operator's account.
///
/// Delegators own shares of the stake: a slash lowers the stake of all of them at once. The wei
/// bonded are the sum of `stake`; the staking rewards are `rewards`, `commission` and what
/// delegations have been credited with.
struct ValidatorRecord: Hashable {
  /// Whether it may be chosen.
  enum Standing: Hashable {
    case active
    case jailed(since: Epoch)
    /// For ever: it contradicted itself.
    case removed(since: Epoch)
  }

  /// What the sets chosen from now on have.
  var key: PublicKey
  var commissionBasisPoints: UInt16
  /// When the commission last rose, or was first set.
  var commissionEpoch: Epoch
  var moniker: String
  var endpoint: String
  var standing = Standing.active
  /// Whether a block of its own has executed since it last entered a set or left jail.
  var isProven = false
  var stake = Wei.zero
  var shares: UInt128 = 0
  /// How many slashes were recorded against it.
  var slashCount: UInt64 = 0
  /// What a share has earned since the beginning, times 2⁹⁶.
  var rewardIndex = UInt256.zero
  /// What delegators have earned and were not credited with yet.
  var rewards = Wei.zero
  /// What the operator has earned beyond a delegator's part.
  var commission = Wei.zero
}

extension ValidatorRecord {
  /// The wei behind some shares.
  func worth(of part: UInt128) -> Wei {
    guard shares > 0 else { return .zero }
    precondition(part <= shares, "nobody has more shares than there are")
    let product = UInt256(part, times: stake.units)
    return Wei(product.quotientAndRemainder(dividingBy: shares).quotient.low)
  }

  /// The shares that stand for an amount of the stake.
  func shares(for amount: Wei, rounding: Rounding) throws(Refusal) -> UInt128 {
    guard shares > 0 else { return amount.units }
    return try Refusal.unless(
      multiplyDivide(amount.units, by: shares, over: stake.units, rounding: rounding))
  }
}

extension ValidatorRecord.Standing: Canonical {
  func encode(into writer: inout ByteWriter) {
    let (code, epoch): (UInt8, Epoch) =
      switch self {
      case .active: (0, .zero)
      case .jailed(let since): (1, since)
      case .removed(let since): (2, since)
      }
    writer.write(code)
    writer.write(epoch)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    let code = try reader.read(UInt8.self, in: bytes)
    let epoch = try Epoch(from: &reader, in: bytes)
    switch code {
    case 0: self = .active
    case 1: self = .jailed(since: epoch)
    case 2: self = .removed(since: epoch)
    default: throw .unknown(type: "standing of a validator", code: UInt64(code))
    }
  }
}

extension ValidatorRecord: Canonical {
  func encode(into writer: inout ByteWriter) {
    writer.write(key)
    writer.write(commissionBasisPoints)
    writer.write(commissionEpoch)
    writer.writeBytes(Array(moniker.utf8).span)
    writer.writeBytes(Array(endpoint.utf8).span)
    writer.write(standing)
    writer.write(isProven ? 1 as UInt8 : 0)
    writer.write(stake)
    writer.write(shares)
    writer.write(slashCount)
    writer.write(rewardIndex)
    writer.write(rewards)
    writer.write(commission)
  }

  init(from reader: inout ByteReader, in bytes: Span<UInt8>) throws(ByteError) {
    key = try PublicKey(from: &reader, in: bytes)
    commissionBasisPoints = try reader.read(in: bytes)
    commissionEpoch = try Epoch(from: &reader, in: bytes)
    moniker = try reader.readText(atMost: ProtocolLimits.monikerSizeBytesMax, in: bytes)
    endpoint = try reader.readText(atMost: ProtocolLimits.endpointSizeBytesMax, in: bytes)
    standing = try Standing(from: &reader, in: bytes)
    isProven = try reader.read(UInt8.self, in: bytes) == 1
    stake = try Wei(from: &reader, in: bytes)
    shares = try reader.read(in: bytes)
    slashCount = try reader.read(in: bytes)
    rewardIndex = try UInt256(from: &reader, in: bytes)
    rewards = try Wei(from: &reader, in: bytes)
    commission = try Wei(from: &reader, in: bytes)
  }
}
