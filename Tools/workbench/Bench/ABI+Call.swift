import Codec
import Cryptography

extension ABI {
  /// Calldata of a method whose types are written as they are hashed.
  static func call<each Value: ABIValue>(
    _ signature: String, _ values: repeat each Value
  ) -> [UInt8] {
    Keccak256.hash(signature).bytes.array[..<4] + encode(repeat each values)
  }
}
