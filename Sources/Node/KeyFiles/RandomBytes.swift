import Codec
import Cryptography

/// Random bytes of the operating system, from which keys are made.
enum RandomBytes {
  static func draw<let count: Int>() -> FixedBytes<count> {
    var generator = SystemRandomNumberGenerator()
    return FixedBytes(
      storage: InlineArray { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  /// Draws until the number is a private key, which is nearly always the first.
  static func privateKey() -> PrivateKey {
    while true {
      if let key = try? PrivateKey(draw()) { return key }
    }
  }
}
