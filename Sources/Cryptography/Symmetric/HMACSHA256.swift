package import Codec

/// Message authentication with SHA-256 (RFC 2104) under one key, for any number of messages.
package struct HMACSHA256: ~Copyable {
  /// The hash after the key's inner and outer block, where each message begins.
  private let innerStart: SHA256
  private let outerStart: SHA256

  private var inner: SHA256

  package init(key: Span<UInt8>) {
    var block = InlineArray<64, UInt8>(repeating: 0)
    if key.count > SHA256.blockBytes {
      let hash = SHA256.hash(key).storage
      for index in 0..<32 { block[index] = hash[index] }
    } else {
      for index in key.indices { block[index] = key[index] }
    }
    for index in 0..<64 { block[index] ^= 0x36 }
    var innerStart = SHA256()
    innerStart.update(block.span)
    for index in 0..<64 { block[index] ^= 0x36 ^ 0x5C }
    var outerStart = SHA256()
    outerStart.update(block.span)
    block.erase()
    self.innerStart = innerStart
    self.outerStart = outerStart
    inner = innerStart
  }

  package mutating func update(_ bytes: Span<UInt8>) {
    inner.update(bytes)
  }

  /// Returns the code of everything taken in and begins the next message.
  package mutating func finalize() -> FixedBytes<32> {
    let hash = inner.finalize()
    var outer = outerStart
    outer.update(hash.storage.span)
    inner = innerStart
    return outer.finalize()
  }

  package static func authenticate(_ message: Span<UInt8>, key: Span<UInt8>) -> FixedBytes<32> {
    var code = Self(key: key)
    code.update(message)
    return code.finalize()
  }
}
