import Codec
import TestSupport
import Testing

/// Forms that the Solidity documentation spells out, and others made with an independent encoder.
@Suite struct ABITests {
  /// Contract ABI Specification, Examples: `baz(uint32,bool)`.
  @Test func `words stand side by side`() throws {
    let form = try words(["45", "1"])
    #expect(ABI.encode(69 as UInt32, true) == form)
    let (number, flag) = try decode(form, as: UInt32.self, Bool.self)
    #expect(number == 69)
    #expect(flag)
  }

  /// Contract ABI Specification, Examples: `sam(bytes,bool,uint256[])`.
  @Test func `a byte string and a list follow the words`() throws {
    let numbers = [1, 2, 3].map { UInt256($0 as UInt64) }
    let form = try words(["60", "1", "a0", "4", "<64617665", "3", "1", "2", "3"])
    #expect(ABI.encode(ABIBytes(Array("dave".utf8)), true, numbers) == form)
    let (name, flag, list) = try decode(form, as: ABIBytes.self, Bool.self, [UInt256].self)
    #expect(name.bytes == Array("dave".utf8))
    #expect(flag)
    #expect(list == numbers)
  }

  /// Contract ABI Specification, Use of Dynamic Types: `f(uint256,uint32[],bytes10,bytes)`.
  @Test func `offsets count from the start of the arguments`() throws {
    let ten = try #require(FixedBytes<10>(Array("1234567890".utf8)))
    let greeting = ABIBytes(Array("Hello, world!".utf8))
    let form = try words([
      "123", "80", "<31323334353637383930", "e0", "2", "456", "789", "d",
      "<48656c6c6f2c20776f726c6421",
    ])
    #expect(
      ABI.encode(UInt256(0x123 as UInt64), [0x456, 0x789] as [UInt32], ten, greeting) == form)
    let values = try decode(
      form, as: UInt256.self, [UInt32].self, FixedBytes<10>.self, ABIBytes.self)
    #expect(values.0 == UInt256(0x123 as UInt64))
    #expect(values.1 == [0x456, 0x789])
    #expect(values.2 == ten)
    #expect(values.3 == greeting)
  }

  /// Contract ABI Specification, Use of Dynamic Types: `g(uint256[][],string[])`.
  @Test func `lists of lists count offsets from their first element`() throws {
    let numbers = [[1, 2], [3]].map { $0.map { UInt256($0 as UInt64) } }
    let texts = ["one", "two", "three"]
    let form = try words([
      "40", "140", "2", "40", "a0", "2", "1", "2", "1", "3", "3", "60", "a0", "e0", "3", "<6f6e65",
      "3", "<74776f", "5", "<7468726565",
    ])
    #expect(ABI.encode(numbers, texts) == form)
    let values = try decode(form, as: [[UInt256]].self, [String].self)
    #expect(values.0 == numbers)
    #expect(values.1 == texts)
  }

  @Test func `a tuple of words stands in the head`() throws {
    let berth = Berth(number: 2, isFree: true)
    let form = try words(["1", "2", "1", "3"])
    #expect(ABI.encode(1 as UInt8, berth, 3 as UInt16) == form)
    let values = try decode(form, as: UInt8.self, Berth.self, UInt16.self)
    #expect(values == (1, berth, 3))
    let berths = [berth, Berth(number: 3, isFree: false)]
    let listForm = try words(["20", "2", "2", "1", "3", "0"])
    #expect(ABI.encode(berths) == listForm)
    #expect(try decode(listForm, as: [Berth].self) == berths)
  }

  @Test func `a tuple with a tail stands behind the head`() throws {
    let cargo = Cargo(label: "sail", mass: 7)
    let form = try words(["1", "60", "e0", "40", "7", "4", "<7361696c", "1", "<09"])
    #expect(ABI.encode(1 as UInt8, cargo, ABIBytes([9])) == form)
    let values = try decode(form, as: UInt8.self, Cargo.self, ABIBytes.self)
    #expect(values == (1, cargo, ABIBytes([9])))
    let cargoes = [cargo, Cargo(label: "", mass: 8)]
    let listForm = try words([
      "20", "2", "40", "c0", "40", "7", "4", "<7361696c", "40", "8", "0",
    ])
    #expect(ABI.encode(cargoes) == listForm)
    #expect(try decode(listForm, as: [Cargo].self) == cargoes)
  }

  @Test func `no arguments have an empty form`() throws {
    #expect(ABI.encode() == [])
    try decode([UInt8]())
    #expect(throws: ABIError.trailing(count: 1)) { try decode([0]) }
  }

  @Test func `types have the names that published interfaces use`() {
    let names: [(ABIType, String)] = [
      (UInt8.abiType, "uint8"), (UInt16.abiType, "uint16"), (UInt32.abiType, "uint32"),
      (UInt64.abiType, "uint64"), (UInt128.abiType, "uint128"), (UInt256.abiType, "uint256"),
      (Bool.abiType, "bool"), (FixedBytes<1>.abiType, "bytes1"),
      (FixedBytes<32>.abiType, "bytes32"), (ABIBytes.abiType, "bytes"),
      (String.abiType, "string"), ([UInt8].abiType, "uint8[]"), ([[String]].abiType, "string[][]"),
      (Berth.abiType, "(uint64,bool)"), ([Cargo].abiType, "(string,uint32)[]"),
      (.address, "address"),
    ]
    for (type, name) in names { #expect(type.name == name) }
    let transfer = ABISignature("transfer", [.address, UInt256.abiType])
    #expect(transfer.text == "transfer(address,uint256)")
    #expect(ABISignature("stop", []).text == "stop()")
  }

  @Test func `a type is dynamic when a part of it is`() {
    #expect(!Berth.abiType.isDynamic)
    #expect(Berth.abiType.headSizeBytes == 64)
    #expect(Cargo.abiType.isDynamic)
    #expect(Cargo.abiType.headSizeBytes == 32)
    #expect(ABIType.tuple([Berth.abiType, Berth.abiType]).headSizeBytes == 128)
    #expect(ABIType.tuple([Berth.abiType, Cargo.abiType]).isDynamic)
    #expect([Berth].abiType.isDynamic)
    #expect(ABIType.tuple([]).headSizeBytes == 0)
  }

  @Test(arguments: Seeds.few) func `values come back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let words: (UInt8, UInt16, UInt32, UInt64, UInt128, UInt256, Bool) = (
        random.unsigned(), random.unsigned(), random.unsigned(), random.unsigned(),
        random.unsigned(), random.uint256(), random.happens(oneIn: 2)
      )
      let wordForm = ABI.encode(
        words.0, words.1, words.2, words.3, words.4, words.5, words.6)
      let decoded = try decode(
        wordForm, as: UInt8.self, UInt16.self, UInt32.self, UInt64.self, UInt128.self,
        UInt256.self, Bool.self)
      // A tuple of seven has no equality.
      #expect((decoded.0, decoded.1, decoded.2) == (words.0, words.1, words.2))
      #expect((decoded.3, decoded.4, decoded.5) == (words.3, words.4, words.5))
      #expect(decoded.6 == words.6)
      let tails = randomTails(from: &random)
      let tailForm = ABI.encode(tails.0, tails.1, tails.2, tails.3)
      let back = try decode(tailForm, as: ABIBytes.self, [[UInt8]].self, [Cargo].self, [Berth].self)
      #expect(back == tails)
    }
  }

  @Test(arguments: Seeds.few) func `what is near a form is refused`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let tails = randomTails(from: &random)
    let form = ABI.encode(tails.0, tails.1, tails.2, tails.3)
    let violations = Rejection.violations(of: form) { bytes in
      guard
        let back = try? ABI.decode(
          bytes, as: ABIBytes.self, [[UInt8]].self, [Cargo].self, [Berth].self)
      else { return nil }
      return ABI.encode(back.0, back.1, back.2, back.3)
    }
    #expect(violations.isEmpty)
  }

  private func randomTails(
    from random: inout SplitMix64
  ) -> (ABIBytes, [[UInt8]], [Cargo], [Berth]) {
    var lists: [[UInt8]] = []
    var cargoes: [Cargo] = []
    var berths: [Berth] = []
    for _ in 0..<random.number(in: 0...3) { lists.append(random.bytes(count: 0...3)) }
    for _ in 0..<random.number(in: 0...3) {
      let letters = (0..<random.number(in: 0...40)).map { _ in "aé≈𝄞".randomElement(using: &random)
      }
      cargoes.append(Cargo(label: String(letters.compactMap(\.self)), mass: random.unsigned()))
    }
    for _ in 0..<random.number(in: 0...3) {
      berths.append(Berth(number: random.unsigned(), isFree: random.happens(oneIn: 2)))
    }
    return (ABIBytes(random.bytes(count: 0...70)), lists, cargoes, berths)
  }
}
