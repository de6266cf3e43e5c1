package import Codec

extension Rejection {
  /// Holds the decoder of a canonical type against the form of one of its values.
  package static func violations(of value: some Canonical) -> [Damage] {
    violations(ofCanonical: value)
  }

  private static func violations<Value: Canonical>(ofCanonical value: Value) -> [Damage] {
    violations(of: value.canonicalBytes) { bytes in
      (try? Value(canonicalBytes: bytes))?.canonicalBytes
    }
  }
}
