import Chain
import Codec
import Cryptography

/// Numbers 40 to 49, and 15 to 19 of what there is one of.
extension Tables {
  static let nodeEarnings = Records<NodeEarnings, Address>(40)
  /// What a wei of effective deposit has earned for storage since the beginning, times 2⁶⁴.
  static let storageIndex = Place<StorageIndex>(single: 15)
}
