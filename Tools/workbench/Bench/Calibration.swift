import CSecp256k1

/// The yardstick of every benchmark: one recovery of a public key by libsecp256k1, called directly.
///
/// Machines differ and drift, and this operation drifts with them; a figure that is a ratio to it
/// can be compared between machines and between days.
@safe final class Calibration {
  // SAFETY (this file): every pointer handed to the library is to a local or a member of the right
  // size, and the context lives as long as this object.
  private let context: OpaquePointer
  private var digest = [UInt8](repeating: 0x5A, count: 32)
  private var recoverable = secp256k1_ecdsa_recoverable_signature()
  private var plain = secp256k1_ecdsa_signature()
  private var point = secp256k1_pubkey()
  private let secret = [UInt8](repeating: 0x21, count: 32)

  init() {
    // SAFETY: as above.
    guard let context = unsafe secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else {
      preconditionFailure("memory for a context of libsecp256k1 is always there")
    }
    unsafe self.context = context
    let isReady =
      unsafe secp256k1_ecdsa_sign_recoverable(
        context, &recoverable, digest, secret, nil, nil) == 1
      && secp256k1_ecdsa_recoverable_signature_convert(context, &plain, &recoverable) == 1
      && secp256k1_ec_pubkey_create(context, &point, secret) == 1
    precondition(isReady, "a fixed key signs a fixed digest")
  }

  deinit {
    // SAFETY: nothing uses the context any more.
    unsafe secp256k1_context_destroy(context)
  }

  func recover(times: Int) {
    var point = secp256k1_pubkey()
    for _ in 0..<times {
      // SAFETY: as above.
      guard unsafe secp256k1_ecdsa_recover(context, &point, &recoverable, digest) == 1 else {
        preconditionFailure("the signature made above is recoverable")
      }
    }
  }

  func verify(times: Int) {
    for _ in 0..<times {
      // SAFETY: as above.
      guard unsafe secp256k1_ecdsa_verify(context, &plain, digest, &point) == 1 else {
        preconditionFailure("the signature made above is valid")
      }
    }
  }
}
