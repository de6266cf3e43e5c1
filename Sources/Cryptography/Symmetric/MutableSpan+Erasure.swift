import CSecp256k1
package import Codec

// Copies that the compiler makes on the way cannot be reached. What can be is erased: whatever
// stands at one place for as long as a derivation takes.

extension MutableSpan where Element: BitwiseCopyable {
  /// Overwrites a secret with zeros, which no optimiser leaves out.
  mutating func erase() {
    // SAFETY: zeros are written over exactly the bytes of the span, and are a value of each type
    // this is used with: integers, vectors of them, and structures of those.
    unsafe withUnsafeMutableBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe csecp256k1_erase(base, bytes.count)
    }
  }
}

extension InlineArray where Element: BitwiseCopyable {
  mutating func erase() {
    var span = mutableSpan
    span.erase()
  }
}

extension Array where Element: BitwiseCopyable {
  mutating func erase() {
    var span = mutableSpan
    span.erase()
  }
}

extension FixedBytes {
  /// Overwrites a key or another secret with zeros.
  package mutating func erase() {
    storage.erase()
  }
}
