import Chain
import Cryptography

/// The highest view in which a block is known to be final.
///
/// Before the first, that is view 0 and the closing block of the epoch before.
struct Floor: Sendable {
  let view: View
  let block: Digest
  /// Nothing at view 0, or when only the database knows that the block is final.
  let certificate: Certificate?
}
