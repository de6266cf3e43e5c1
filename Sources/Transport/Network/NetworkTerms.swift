import Chain
import Cryptography

/// Who matters in an epoch.
struct NetworkTerms: Sendable {
  /// Those who have reserved places.
  let validators: Set<PublicKey>
  let registered: [PeerEndpoint]
}
