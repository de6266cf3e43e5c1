import Chain
import Cryptography

/// A block with a checked body whose parent is not at hand.
struct Orphan: Sendable {
  let header: Header
  let transactions: [Recovered<Transaction>]
}
