package import Chain
import Codec
package import Cryptography

/// Something that logs are looked up by: who wrote them, or a topic at its place.
package enum LogTerm: Hashable, Sendable {
  case address(Address)
  case topic(Digest, place: Int)

  /// Where the index begins for this term: eight bytes of a hash.
  ///
  /// Different terms may meet there, so whoever finds a block looks at its logs.
  var key: [UInt8] {
    let bytes =
      switch self {
      case .address(let address): [0] + address.bytes.array
      case .topic(let topic, let place): [UInt8(place + 1)] + topic.bytes.array
      }
    return Array(Keccak256.hash(bytes.span).bytes.array.prefix(8))
  }
}
