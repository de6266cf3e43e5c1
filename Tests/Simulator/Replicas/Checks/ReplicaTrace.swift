import Chain
import Codec
import Cryptography

/// The history of a world of whole replicas as one hash.
///
/// Every byte that any node sends is in it, and when it arrives where.
struct ReplicaTrace {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func add(_ number: UInt64) {
    state = (state ^ number) &* 0xD6E8_FEB8_6659_FD93
    state ^= state >> 32
  }

  mutating func add(_ bytes: [UInt8]) { add(Self.hash(of: bytes)) }

  /// A quick hash, which is taken once of what goes to many.
  static func hash(of bytes: [UInt8]) -> UInt64 {
    var trace = ReplicaTrace()
    var word: UInt64 = 0
    for (place, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if place & 7 == 7 { trace.add(word) }
    }
    trace.add(word)
    trace.add(UInt64(bytes.count))
    return trace.state
  }

  var digest: Digest {
    var writer = ByteWriter()
    writer.write(state)
    return Keccak256.hash(writer.bytes.span)
  }
}
