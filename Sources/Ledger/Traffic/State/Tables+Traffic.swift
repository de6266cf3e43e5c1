import Chain
import Codec
import Cryptography

/// Numbers 40 to 49, and 15 to 19 of what there is one of.
extension Tables {
  static let storageEarnings = Records<StorageEarnings, Address>(40)
  /// What every epoch settled, by epoch.
  static let epochRecords = Records<EpochRecord, UInt64>(41)
  /// By the epoch of the traffic, then the page: what was counted.
  static let pageMarks = Records<PageMark, UInt64, UInt32>(42)
  /// By the epoch of the traffic, then a hash of what vouchers add up for: how much was counted.
  static let counters = Records<Noz, UInt64, Digest>(43)
  /// By the epoch that counted, then the node.
  static let nodeClaims = Records<Claim, UInt64, Address>(44)
  static let nodeClaimEnds = Records<ClaimEnds, Address>(45)
  /// By the epoch that counted, then the file.
  static let fileClaims = Records<Claim, UInt64, Digest>(46)
  static let fileClaimEnds = Records<ClaimEnds, Digest>(47)

  static let storageIndex = Place<StorageIndex>(single: 15)
  /// What this epoch has counted so far.
  static let tally = Place<Tally>(single: 16)
  /// The oldest epoch of which vouchers and pages are still kept.
  static let oldestWindow = Place<Count>(single: 17)
  /// The oldest epoch of which the record is still kept.
  static let oldestRecord = Place<Count>(single: 18)
}
