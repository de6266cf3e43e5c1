/// Key files as they lie on the disk: Web3 Secret Storage, version 3, in JSON.
package enum KeyFileJSON {
  /// Files of other tools have less than a kilobyte.
  package static var sizeBytesMax: Int { 64 << 10 }

  static let version = 3
  static let cipher = "aes-128-ctr"
  static let scrypt = "scrypt"
  static let pbkdf2 = "pbkdf2"
  static let pseudorandomFunction = "hmac-sha256"
}
