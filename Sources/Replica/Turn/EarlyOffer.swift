import Chain
import Cryptography

/// The body that came with a proposal of an epoch which has not begun here.
struct EarlyOffer: Sendable {
  let offered: Offered
  let leader: PublicKey
  let peer: Address
}
