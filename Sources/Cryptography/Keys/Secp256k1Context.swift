import CSecp256k1

/// The library's handle for operations without a secret: verifying, recovering, parsing.
///
/// The library only reads from it, so one handle serves every thread.
@safe struct Secp256k1Context: Sendable {
  // SAFETY: created once, never changed or freed, and only read by the library.
  nonisolated(unsafe) let handle: OpaquePointer

  static let shared = Self()

  private init() {
    // SAFETY: a plain call; the only failure is a lack of memory.
    guard let handle = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
      preconditionFailure("memory for one context of libsecp256k1 is always there")
    }
    unsafe self.handle = handle
  }
}
