import Codec
import Cryptography
import TestSupport
import Testing

/// Known answers were computed with another implementation of Keccak-256.
@Suite struct Keccak256Tests {
  /// Bytes that count up from a first one.
  private func counting(_ count: Int, from first: Int = 0) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 + first) }
  }

  private func hexHash(_ bytes: [UInt8]) -> String {
    Hex.encode(Keccak256.hash(bytes.span).bytes.storage.span)
  }

  @Test(arguments: [
    ("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
    ("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    (
      "The quick brown fox jumps over the lazy dog",
      "4d741b6f1eb29cb2a9b9911c82f56fa8d73b04959d3d9d222895df6c0b28aa15"
    ),
  ]) func `text has its known hash`(text: String, hash: String) {
    #expect(hexHash(Array(text.utf8)) == hash)
    #expect(Keccak256.hash(text).description == "0x" + hash)
  }

  @Test(arguments: [
    (134, "861e165162f806cd361c4421a48f205820ddf4deb02db9f041f48e179ddada97"),
    (135, "cbdfd9dee5faad3818d6b06f95a219fd290b0e1706f6a82e5a595b9ce9faca62"),
    (136, "7ce759f1ab7f9ce437719970c26b0a66ff11fe3e38e17df89cf5d29c7d7f807e"),
    (137, "ac73d4fae68b8453f764007c1a20ce95994187861f0c3227a3a8e99a73a3b1db"),
    (271, "7c974895b2a88303ff2dc6b58f438ceb0b298cac91099ac0539cc0f477506191"),
    (272, "fdf2ec49e749960d3c8521a0219af8d03e30e2b3bf19bd16150ee0eaf133d66e"),
    (273, "4f707289a9c3ccd0c4a51f2f17339f5dd171d371c04ff7783b735b5b22682eaf"),
  ]) func `lengths around one and two blocks have their known hashes`(count: Int, hash: String) {
    #expect(hexHash(counting(count)) == hash)
  }

  @Test func `every length up to 300 has its known hash`() {
    var hashes = Keccak256()
    for count in 0...300 {
      hashes.update(Keccak256.hash(counting(count, from: count).span).bytes)
    }
    #expect(
      hashes.finalize().description
        == "0x82e0ea6a4320047f4ce1ac3ba471f57cf7e1f4a55a7bb21aae90217bfd5629fe")
  }

  @Test func `bytes in two parts have the hash of the whole`() {
    for count in [0, 1, 7, 8, 9, 135, 136, 137, 144, 272, 280] {
      let bytes = counting(count)
      let whole = Keccak256.hash(bytes.span)
      for split in 0...count {
        var hasher = Keccak256()
        hasher.update(bytes.span.extracting(0..<split))
        hasher.update(bytes.span.extracting(split..<count))
        #expect(hasher.finalize() == whole)
      }
    }
  }

  @Test(arguments: Seeds.many) func `bytes in any parts have the hash of the whole`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = random.bytes(count: 0...600)
    var hasher = Keccak256()
    var position = 0
    while position < bytes.count {
      let end = min(
        bytes.count, position + random.number(in: 0...(random.happens(oneIn: 4) ? 200 : 9)))
      hasher.update(bytes.span.extracting(position..<end))
      position = end
    }
    #expect(hasher.finalize() == Keccak256.hash(bytes.span))
  }
}
