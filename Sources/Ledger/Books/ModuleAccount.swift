package import Chain
import Codec

/// An account of the protocol itself, which has no key; only rules move its wei.
package enum ModuleAccount: UInt16, CaseIterable, Sendable {
  /// Sends the transactions that no user sent; holds nothing.
  case system = 0x1000
  case miningReserve = 0x2001
  case unissuedPrepay = 0x2002
  case trafficRewards = 0x2003
  case nodeDeposits = 0x2004
  case bondedStake = 0x2005
  case unbonding = 0x2006
  case feePool = 0x2007
  case communityPool = 0x2008
  case stakingRewards = 0x2009

  package var address: Address { Address(protocol: rawValue) }
}

extension Address {
  /// An address that is all zeros but for its last two bytes.
  package init(protocol suffix: UInt16) {
    var bytes = FixedBytes<20>.zero
    bytes[18] = UInt8(suffix >> 8)
    bytes[19] = UInt8(truncatingIfNeeded: suffix)
    self.init(bytes)
  }

  /// Where STOS answers as a token does: `0x1007…01`.
  package static var stos: Address {
    var bytes = FixedBytes<20>.zero
    bytes[0] = 0x10
    bytes[1] = 0x07
    bytes[19] = 0x01
    return Address(bytes)
  }

  /// Whether the protocol keeps the address for itself: `…1000` to `…10ff`, `…2000` to `…20ff`, and
  /// the face of STOS.
  ///
  /// That is more than there are contracts and module accounts, so that a later one starts empty.
  var isReserved: Bool {
    if self == .stos { return true }
    for index in 0..<18 where bytes.storage[index] != 0 { return false }
    return bytes.storage[18] == 0x10 || bytes.storage[18] == 0x20
  }
}
