import Chain
import Codec
import Cryptography

extension Call {
  /// Reads a key with the proof that its owner registers it for the sender.
  func provenKey(
    _ key: ABIBytes, as purpose: Possession.Purpose, by proof: ABIBytes
  ) throws(Refusal) -> PublicKey {
    let key = try PublicKey(refusing: key)
    guard let bytes = FixedBytes<64>(proof.bytes), let signature = try? Signature(bytes) else {
      throw Refusal("a proof of possession is a signature of 64 bytes")
    }
    let possession = Possession(purpose: purpose, account: sender, key: key)
    guard possession.isProven(by: signature, on: block.network) else {
      throw Refusal("the proof of possession was not made by \(key) for \(sender)")
    }
    return key
  }
}

extension PublicKey {
  /// The key that somebody wrote down, or a refusal when it is none.
  init(refusing bytes: ABIBytes) throws(Refusal) {
    guard let bytes = FixedBytes<33>(bytes.bytes), let key = try? PublicKey(compressed: bytes)
    else { throw Refusal("a key is a compressed public key of 33 bytes") }
    self = key
  }
}
