import Chain
import Codec
import Cryptography

/// Numbers 32 to 39, and 13 and 14 of what there is one of.
extension Tables {
  static let files = Records<FileRecord, Digest>(32)
}
