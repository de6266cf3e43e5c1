import Chain
import Codec
import Cryptography

/// Numbers 32 to 39 and 56, and 13 and 14 of what there is one of.
extension Tables {
  static let files = Records<FileRecord, Digest>(32)
  /// By who recorded or owned files; kept for ever, since ids are made of what is counted here.
  static let fileCounts = Records<FileCounts, Address>(33)
  /// By a hash of the file's hash, in the order of recording: ids.
  static let filesByHash = Records<Digest, Digest, UInt64>(34)
  static let filesByHashCounts = Records<Count, Digest>(35)
  /// By file, slice, and the node that lost it: in which epoch that was reported.
  static let lostSlices = Records<Epoch, Digest, UInt32, Address>(36)
  /// By the first epoch for which a change holds.
  static let dueChanges = Records<DueChange, UInt64>(37)
  /// By the epoch of recording, then id: what waits for its confirmation, and whose it was.
  static let unconfirmedFiles = Records<Address, UInt64, Digest>(38)
  /// By id of a file that is gone: who is paid for what its content has earned.
  static let lastOwners = Records<Address, Digest>(39)
  /// By owner, in the order of becoming its owner: ids.
  static let filesByOwner = Records<Digest, Address, UInt64>(56)

  /// What was due for storage at the last close.
  static let storageDue = Place<Noz>(single: 13)
}
