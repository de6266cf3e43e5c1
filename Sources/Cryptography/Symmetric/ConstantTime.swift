import Codec

/// Comparisons whose duration says nothing about what is compared.
package enum ConstantTime {
  /// Whether two byte strings are equal. Their lengths are no secret.
  // Not inlined, so that no caller's use of the answer can turn the loop into one that ends early.
  @inline(never)
  package static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }
}
