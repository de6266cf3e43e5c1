import Chain
import Codec
import Consensus
import Cryptography

/// How a node that is behind gets the blocks it lacks.
///
/// What peers claim only decides whom to ask. A range counts once its certificate is checked, which
/// takes the set of its epoch; so ranges are taken in order, and of one epoch at a time.
struct CatchUp: Sendable {
  /// A range that was asked for.
  struct Request: Sendable {
    let from: Height
    let deadline: UInt64
  }

  /// A range under a checked certificate, of which bodies are still being checked.
  struct Active: Sendable {
    let headers: [Header]
    let certificate: Verified<Certificate>
    let peer: Address
  }

  /// By peer; each is asked for one range at a time.
  var requests = SortedMap<Address, Request>()
  var active: Active?
  /// Whether the certificate of a range is being checked.
  var isChecking = false

  var isIdle: Bool { requests.isEmpty && active == nil && !isChecking }
}
