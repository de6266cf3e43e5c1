import Chain
import Cryptography
import Replica

/// Something that another node did, in messages rather than bytes.
enum PeerNotice: Sendable {
  case connected(Address, speaksFor: PublicKey?)
  case endorsed(Address, speaksFor: PublicKey?)
  case heard(PeerMessage, sizeBytes: Int, from: Address)
  /// It sent what is no message.
  case misspoken(Address, sizeBytes: Int, because: String)
  case disconnected(Address, because: String)
  /// It was dialled in vain; if that is lasting, another attempt is not likely to help.
  case notReached(PeerEndpoint, because: String, isLasting: Bool)
  /// It was answered from the database.
  case served(Address, sizeBytes: Int)
}
