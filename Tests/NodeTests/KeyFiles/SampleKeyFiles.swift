/// Key files made with `eth-account`, all of one key and one passphrase, and cheap to open.
enum SampleKeyFiles {
  static let passphrase = "correct horse"
  static let secret = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"
  static let address = "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
  static let publicKey = "0x024e3b81af9c2234cad09d679ce6035ed1392347ce64ce405f5dcd36228a25de6e"

  static let scrypt = """
    {"address": "2c7536E3605D9C16a7a3D7b1898e529396a65c23", "crypto": {"cipher": "aes-128-ctr", \
    "cipherparams": {"iv": "35159d1cfcfd73b42aa34beb2c5a0e7d"}, "ciphertext": \
    "9707ecf70ed375553a2782978af87903c26a78a1dd4839c8f677bafb615dc572", "kdf": "scrypt", \
    "kdfparams": {"dklen": 32, "n": 16, "r": 8, "p": 1, "salt": \
    "5603f8708a58ab249d0be692e1a662fb"}, "mac": \
    "4bc51b0306a51845994eadb251b2958b641f251a94e749b2856df6960616b7ff"}, "id": \
    "4cffb09c-e014-44de-b419-2ae7a523bc0b", "version": 3}
    """

  static let pbkdf2 = """
    {"address": "2c7536E3605D9C16a7a3D7b1898e529396a65c23", "crypto": {"cipher": "aes-128-ctr", \
    "cipherparams": {"iv": "b6833581bbe216985ba53ce485dbbfcc"}, "ciphertext": \
    "be3cf1a796c78d5adbec80591845f510789f5c94c59b9dfde8925540fa03eb93", "kdf": "pbkdf2", \
    "kdfparams": {"c": 16, "dklen": 32, "prf": "hmac-sha256", "salt": \
    "eb1fc1e156039f4db100dcaed0cc7832"}, "mac": \
    "a7ab637478dc022e4d358f138054c2e5406025bbdcf658557bd4b69a81ebb9e8"}, "id": \
    "60ffced9-a368-4723-8d95-3ffec804515a", "version": 3}
    """
}
