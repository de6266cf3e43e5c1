package import Codec
import Cryptography

/// Calldata as any client builds it: the hash of a signature, then the arguments.
package func calldata<each Value: ABIValue>(
  _ signature: String, _ values: repeat each Value
) -> [UInt8] {
  Keccak256.hash(signature).bytes.array[..<4] + ABI.encode(repeat each values)
}
