package import Codec

extension PublicKey {
  /// The address of the account this key owns: the last 20 bytes of the hash of x and y.
  package var address: FixedBytes<20> {
    let point = uncompressed
    let hash = Keccak256.hash(point.storage.span.extracting(1..<65))
    return FixedBytes(copying: hash.bytes.storage.span.extracting(12..<32))
  }
}
