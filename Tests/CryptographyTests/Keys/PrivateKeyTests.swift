import Codec
import Cryptography
import TestSupport
import Testing

@Suite struct PrivateKeyTests {
  private func key(_ digits: String) throws -> PrivateKey {
    try PrivateKey(Hex.decode(String(repeating: "0", count: 64 - digits.count) + digits))
  }

  private func isPrivateKey(_ number: UInt256) -> Bool {
    do throws(KeyError) {
      _ = try PrivateKey(number.bigEndianBytes)
      return true
    } catch {
      return error != .privateKeyOutOfRange
    }
  }

  @Test func `a private key is a number from 1 to the order of the curve less one`() {
    let order = Curve.order
    #expect(!isPrivateKey(.zero))
    #expect(isPrivateKey(UInt256(1 as UInt8)))
    #expect(isPrivateKey(UInt256(high: order.high, low: order.low - 1)))
    #expect(!isPrivateKey(order))
    #expect(!isPrivateKey(UInt256(high: order.high, low: order.low + 1)))
    #expect(!isPrivateKey(.max))
  }

  @Test func `the public key of 1 is the generator and that of the order less one its negative`()
    throws
  {
    #expect(try key("1").publicKey.compressed == Curve.generator)
    var negative = Curve.generator
    negative[0] = 3
    #expect(try PrivateKey(Curve.orderLessOne).publicKey.compressed == negative)
  }

  @Test func `the secret is lent as it was given`() {
    var random = SplitMix64(seed: 1)
    let secret = random.fixedBytes(FixedBytes<32>.self)
    let key = try? PrivateKey(secret)
    let lent = key?.withSecret { [UInt8](copying: $0) }
    #expect(lent == secret.array)
  }

  @Test(arguments: Seeds.few) func `both ends derive the same secret`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let ann = random.privateKey()
    let ben = random.privateKey()
    let cid = random.privateKey()
    let shared = ann.sharedSecret(with: ben.publicKey)
    #expect(shared == ben.sharedSecret(with: ann.publicKey))
    #expect(shared != ann.sharedSecret(with: cid.publicKey))
    #expect(shared != ben.sharedSecret(with: cid.publicKey))
  }

  @Test func `a shared secret is the hash of the compressed product`() throws {
    // Computed with another implementation of the curve.
    let ann = try PrivateKey(FixedBytes(repeating: 0x11))
    let ben = try PrivateKey(FixedBytes(repeating: 0x22))
    #expect(
      ann.sharedSecret(with: ben.publicKey).description
        == "0xb36b6d195982c5be874d6d542dc268234379e1ae4ff1709402135b7de5cf0766")
  }
}
