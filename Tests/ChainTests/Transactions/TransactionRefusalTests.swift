import Chain
import Codec
import Cryptography
import TestSupport
import Testing

/// The members of an EIP-1559 transaction as RLP, each open to being spoiled.
private struct Members {
  var chainID: [UInt8] = [0x82, 0x50, 0x00]
  var nonce: [UInt8] = [0x07]
  var tip: [UInt8] = [0x01]
  var fee: [UInt8] = [0x02]
  var gasLimit: [UInt8] = [0x82, 0x52, 0x08]
  var to: [UInt8] = [0x94] + [UInt8](repeating: 0x42, count: 20)
  var value: [UInt8] = [0x80]
  var data: [UInt8] = [0x80]
  var accessList: [UInt8] = [0xC0]
  var parity: [UInt8] = [0x80]
  var r: [UInt8] = [0x01]
  var s: [UInt8] = [0x02]
  var rest: [UInt8] = []

  func raw(type: UInt8 = 2) -> [UInt8] {
    let fees = type == 2 ? tip + fee : fee
    let head = chainID + nonce + fees + gasLimit + to + value + data + accessList
    let payload = head + parity + r + s + rest
    return [type] + RLPHeader(listPayloadCount: payload.count).bytes + payload
  }

  func refusal(type: UInt8 = 2) -> TransactionError? {
    TransactionRefusalTests.refusal(raw(type: type))
  }
}

@Suite struct TransactionRefusalTests {
  static func refusal(_ raw: [UInt8], chain: UInt64 = 20_480) -> TransactionError? {
    do throws(TransactionError) {
      _ = try Transaction(decoding: raw, for: ChainID(chain))
      return nil
    } catch {
      return error
    }
  }

  /// An integer as RLP, of a byte repeated.
  private static func integer(_ byte: UInt8, count: Int) -> [UInt8] {
    [0x80 + UInt8(count)] + [UInt8](repeating: byte, count: count)
  }

  @Test func `the unspoiled members are accepted`() {
    #expect(Members().refusal() == nil)
    #expect(Members().refusal(type: 1) == nil)
  }

  @Test func `each rule refuses with its own error`() {
    var members = Members()
    members.chainID = [0x01]
    #expect(members.refusal() == .wrongChain(found: 1, expected: 20_480))

    members = Members()
    members.nonce = Self.integer(0xFF, count: 8)
    #expect(members.refusal() == .nonceTooHigh)
    members.nonce = Self.integer(0x01, count: 9)
    #expect(members.refusal() == .malformed(.nonce, .integerTooWide(bytes: 9, limit: 8)))
    members.nonce = [0x00]
    #expect(members.refusal() == .malformed(.nonce, .leadingZero))
    members.nonce = [0x81, 0x07]
    #expect(members.refusal() == .malformed(.nonce, .byteNotMinimal))
    members.nonce = [0xC0]
    #expect(members.refusal() == .malformed(.nonce, .expectedBytes))

    members = Members()
    members.tip = [0x03]
    #expect(
      members.refusal() == .tipAboveFee(tip: UInt256(3 as UInt8), fee: UInt256(2 as UInt8)))

    members = Members()
    members.fee = Self.integer(0xFF, count: 17)
    let tooMuch = UInt256(high: 0xFF, low: .max)
    #expect(members.refusal() == .amountTooLarge(.maxFeePerGas, tooMuch))
    #expect(members.refusal(type: 1) == .amountTooLarge(.gasPrice, tooMuch))
    members.fee = Self.integer(0xFF, count: 16)
    #expect(members.refusal() == .costTooLarge)

    members = Members()
    members.value = Self.integer(0xFF, count: 17)
    #expect(members.refusal() == .amountTooLarge(.value, tooMuch))
    members.value = Self.integer(0xFF, count: 16)
    #expect(members.refusal() == .costTooLarge)

    members = Members()
    members.to = [0x80]
    #expect(members.refusal() == .contractCreation)
    members.to = [0x83, 1, 2, 3]
    #expect(members.refusal() == .malformed(.to, .wrongLength(bytes: 3, expected: 20)))

    members = Members()
    members.rest = [0x80]
    #expect(members.refusal() == .malformed(.transaction, .trailing(count: 1)))
    #expect(
      Self.refusal(Members().raw() + [0]) == .malformed(.transaction, .trailing(count: 1)))
  }

  @Test func `signatures out of range are refused`() throws {
    var members = Members()
    members.parity = [0x02]
    #expect(members.refusal() == .badParity(2))

    members = Members()
    members.r = [0x80]
    #expect(members.refusal() == .signature(.rOutOfRange))
    members.r = Self.integer(0xFF, count: 32)
    #expect(members.refusal() == .signature(.rOutOfRange))

    members = Members()
    members.s = [0x80]
    #expect(members.refusal() == .signature(.sOutOfRange))
    members.s = Self.integer(0xFF, count: 32)
    #expect(members.refusal() == .signature(.sOutOfRange))
    let halfOrder = try Hex.decode(
      "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0")
    members.s = [0xA0] + halfOrder
    #expect(members.refusal() == nil)
    members.s[32] += 1
    #expect(members.refusal() == .signature(.highS))
  }

  @Test func `access lists are checked to the last byte`() {
    let address = [0x94] + [UInt8](repeating: 0x11, count: 20)
    let key = [0xA0] + [UInt8](repeating: 0x22, count: 32)
    let keys = [0xE1] + key
    let entry = address + keys
    func list(_ entry: [UInt8]) -> [UInt8] {
      let wrapped = RLPHeader(listPayloadCount: entry.count).bytes + entry
      return RLPHeader(listPayloadCount: wrapped.count).bytes + wrapped
    }
    var members = Members()
    members.accessList = list(entry)
    #expect(members.refusal() == nil)
    members.accessList = list(entry + [0x80])
    #expect(members.refusal() == .malformed(.accessList, .trailing(count: 1)))
    members.accessList = list(address)
    #expect(members.refusal() == .malformed(.accessList, .truncated(needed: 1, available: 0)))
    members.accessList = list([0x80] + keys)
    #expect(
      members.refusal() == .malformed(.accessList, .wrongLength(bytes: 0, expected: 20)))
    members.accessList = [0x80]
    #expect(members.refusal() == .malformed(.accessList, .expectedList))
  }

  @Test func `types and sizes this chain does not know are refused`() throws {
    #expect(Self.refusal([]) == .empty)
    #expect(Self.refusal([0x03, 0xC0]) == .blobTransaction)
    #expect(Self.refusal([0x04, 0xC0]) == .setCodeTransaction)
    #expect(Self.refusal([0x05, 0xC0]) == .unknownType(5))
    #expect(Self.refusal([0x00, 0xC0]) == .unknownType(0))
    #expect(Self.refusal([0x7E, 0xC0]) == .unknownType(0x7E))
    let long = [UInt8](repeating: 0x02, count: 128 * 1024 + 1)
    #expect(Self.refusal(long) == .tooLarge(bytes: 131_073, limit: 131_072))
  }

  @Test func `legacy transactions must be protected`() throws {
    let head: [UInt8] = [0x07, 0x01, 0x82, 0x52, 0x08, 0x94]
    func legacy(v: [UInt8]) -> [UInt8] {
      let to = [UInt8](repeating: 0x42, count: 20)
      let payload = head + to + [0x80, 0x80] + v + [0x01, 0x02]
      return RLPHeader(listPayloadCount: payload.count).bytes + payload
    }
    #expect(Self.refusal(legacy(v: [27])) == .unprotected)
    #expect(Self.refusal(legacy(v: [28])) == .unprotected)
    #expect(Self.refusal(legacy(v: [0x80])) == .badV(0))
    #expect(Self.refusal(legacy(v: [34])) == .badV(34))
    #expect(Self.refusal(legacy(v: [37])) == .wrongChain(found: 1, expected: 20_480))
    #expect(Self.refusal(legacy(v: [37]), chain: 1) == nil)
    #expect(Self.refusal(legacy(v: [0x82, 0xA0, 0x23])) == nil)
    #expect(Self.refusal(legacy(v: [0x82, 0xA0, 0x24])) == nil)
  }

  @Test func `every cut, flip and extra byte is refused or is another transaction`() throws {
    for vector in try TransactionVector.all().prefix(9) {
      let raw = try Hex.decode(vector.raw)
      for count in 0..<raw.count { #expect(Self.refusal(Array(raw.prefix(count))) != nil) }
      for extra in [0x00, 0x80, 0xFF] as [UInt8] { #expect(Self.refusal(raw + [extra]) != nil) }
      let original = try Transaction(decoding: raw, for: ChainID(20_480))
      let originalSigner = try Unverified(original).recovered().signer
      for bit in 0..<raw.count * 8 {
        var flipped = raw
        flipped[bit / 8] ^= 1 << UInt8(bit % 8)
        guard let other = try? Transaction(decoding: flipped, for: ChainID(20_480)) else {
          continue
        }
        let signer = try? Unverified(other).recovered().signer
        #expect(other.signedDigest != original.signedDigest || signer != originalSigner)
      }
    }
  }
}
