import Codec
import Cryptography
import Testing

@Suite struct SelectorTests {
  private func signature(_ name: String, _ arguments: [ABIType]) -> ABISignature {
    ABISignature(name, arguments)
  }

  /// Of the methods and the event that every token has (EIP-20), and of the examples in the
  /// Contract ABI Specification.
  @Test func `selectors are the first four bytes of the hash`() {
    let number = ABIType.uint(bits: 256)
    let selectors: [(ABISignature, String)] = [
      (signature("transfer", [.address, number]), "0xa9059cbb"),
      (signature("balanceOf", [.address]), "0x70a08231"),
      (signature("baz", [.uint(bits: 32), .bool]), "0xcdcd77c0"),
      (signature("sam", [.bytes, .bool, .array(of: number)]), "0xa5643bf2"),
      (
        signature("f", [number, .array(of: .uint(bits: 32)), .fixedBytes(count: 10), .bytes]),
        "0x8be65246"
      ),
      (signature("g", [.array(of: .array(of: number)), .array(of: .string)]), "0x2289b18c"),
    ]
    for (signature, selector) in selectors {
      #expect(signature.selector.description == selector)
    }
  }

  @Test func `the topic of an event is the whole hash`() {
    let transfer = signature("Transfer", [.address, .address, .uint(bits: 256)])
    #expect(
      transfer.topic.description
        == "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
  }
}
