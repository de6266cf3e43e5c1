package import Codec

extension ABISignature {
  /// The four bytes a call of this method begins with.
  package var selector: FixedBytes<4> {
    FixedBytes(copying: Keccak256.hash(text).bytes.storage.span.extracting(0..<4))
  }

  /// The first topic of this event's logs.
  package var topic: Digest { Keccak256.hash(text) }
}
