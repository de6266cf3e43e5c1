import Codec
import Cryptography

/// A key file that somebody else's program wrote, and what is in it.
struct KeyFileVector {
  let file: KeyFile
  let secret: FixedBytes<32>
  let passphrase: [UInt8]

  init(
    _ function: KeyDerivation.Function, salt: String, iv: String, ciphertext: String, mac: String,
    id: String, address: String?, secret: String, passphrase: String
  ) throws {
    var stated: FixedBytes<20>?
    if let address { stated = try Hex.decode(address) }
    file = KeyFile(
      id: try Hex.decode(id.filter { $0 != "-" }), address: stated,
      derivation: try KeyDerivation(function, salt: [UInt8](hexLines: salt)),
      iv: try Hex.decode(iv), ciphertext: try Hex.decode(ciphertext), mac: try Hex.decode(mac))
    self.secret = try Hex.decode(secret)
    self.passphrase = Array(passphrase.utf8)
  }
}
