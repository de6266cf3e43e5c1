package import Codec
import Cryptography

/// Seals or opens the frames of one direction, in their order.
///
/// ```
/// ┌──────────┬────────────────────────────┬──────────┐
/// │ length n │ sealed: kind and contents  │ tag      │
/// │ u32      │ n bytes                    │ 16 bytes │
/// └──────────┴────────────────────────────┴──────────┘
/// ```
///
/// 1. The nonce is the number of the frame under its key, which no end sends; so a frame that is
///    left out, repeated or moved does not open.
/// 2. The length is authenticated with the frame.
/// 3. After `framesPerKey` frames the key becomes one that leads back to none before it.
package struct FrameCipher: Sendable {
  package static let lengthBytes = 4
  package static let tagBytes = 16

  private var key: FixedBytes<32>
  private var cipher: ChaCha20Poly1305
  private var number: UInt64 = 0

  package init(key: FixedBytes<32>) {
    self.key = key
    cipher = ChaCha20Poly1305(key: key)
  }

  /// How many bytes a frame of so much contents takes.
  package static func frameBytes(_ payloadBytes: Int) -> Int {
    lengthBytes + payloadBytes + tagBytes
  }

  /// Where the contents of a frame are.
  package static func payload(of frame: Range<Int>) -> Range<Int> {
    frame.lowerBound + lengthBytes..<frame.upperBound - tagBytes
  }

  /// Adds a frame with the contents that the body appends.
  package mutating func seal(into output: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    let start = output.count
    output.append(addingCapacity: Self.lengthBytes) { $0.append(repeating: 0, count: 4) }
    body(&output)
    let end = output.count
    let length = end - start - Self.lengthBytes
    precondition(
      length > 0 && length <= TransportLimits.framePayloadBytesMax, "a frame keeps to its limit")
    let header = Self.header(length)
    for index in 0..<Self.lengthBytes { output[start + index] = header[index] }
    let nonce = nextNonce()
    let tag: FixedBytes<16>
    do {
      var span = output.mutableSpan
      var payload = span._mutatingExtracting(start + Self.lengthBytes..<end)
      tag = cipher.seal(&payload, header: header.span, nonce: nonce)
    }
    output.append(copying: tag.storage.span)
  }

  /// Opens a frame where it stands; false if it is not the next one of the other end.
  package mutating func open(_ bytes: inout [UInt8], at frame: Range<Int>) -> Bool {
    let payload = Self.payload(of: frame)
    let header = Self.header(payload.count)
    let tag = FixedBytes<16>(copying: bytes.span.extracting(payload.upperBound..<frame.upperBound))
    let nonce = nextNonce()
    var span = bytes.mutableSpan
    var sealed = span._mutatingExtracting(payload)
    do throws(AuthenticationError) {
      try cipher.open(&sealed, tag: tag, header: header.span, nonce: nonce)
      return true
    } catch {
      return false
    }
  }

  private static func header(_ length: Int) -> InlineArray<4, UInt8> {
    InlineArray { UInt8(truncatingIfNeeded: length &>> (8 &* $0)) }
  }

  private mutating func nextNonce() -> FixedBytes<12> {
    if number == TransportLimits.framesPerKey {
      var next: FixedBytes<32> = HKDF.expand(key, info: Array("tradewind/rekey/1".utf8).span)
      key.erase()
      key = next
      cipher = ChaCha20Poly1305(key: key)
      next.erase()
      number = 0
    }
    var nonce = FixedBytes<12>.zero
    for index in 0..<8 {
      nonce.storage[4 + index] = UInt8(truncatingIfNeeded: number &>> UInt64(8 * index))
    }
    number += 1
    return nonce
  }
}

extension FrameCipher: CustomStringConvertible {
  /// Says nothing about the key.
  package var description: String { "FrameCipher(\(number))" }
}
