package import Chain
package import Codec

/// Arguments of any method, well-formed, with the values that rules are most likely to stumble on.
package struct ArbitraryCalldata {
  /// Addresses that mean something: people, tokens, pools, contracts.
  package let addresses: [Address]

  package init(addresses: [Address]) {
    self.addresses = addresses
  }

  /// A call of the method with this selector and these arguments.
  package func data(
    selector: FixedBytes<4>, inputs: [ABIField], from random: inout SplitMix64
  ) -> [UInt8] {
    var encoder = ABIEncoder()
    let headSizeBytes = inputs.reduce(0) { $0 + $1.type.headSizeBytes }
    encoder.encodeSequence(headSizeBytes: headSizeBytes) { encoder in
      for field in inputs { write(field.type, into: &encoder, from: &random) }
    }
    return selector.array + encoder.bytes
  }

  private func write(
    _ type: ABIType, into encoder: inout ABIEncoder, from random: inout SplitMix64
  ) {
    switch type {
    case .uint(let bits):
      encoder.encodeWord(number(bits: bits, from: &random))
    case .address:
      address(from: &random).encode(into: &encoder)
    case .bool:
      random.happens(oneIn: 2).encode(into: &encoder)
    case .fixedBytes(let count):
      encoder.encodeWord(leftAligned: random.bytes(count: count).span)
    case .bytes:
      ABIBytes(random.bytes(count: 0...70)).encode(into: &encoder)
    case .string:
      String(repeating: "é", count: random.number(in: 0...40)).encode(into: &encoder)
    case .array(let element):
      let count = random.number(in: 0...5)
      encoder.encodeOffset()
      encoder.appendLength(count)
      encoder.encodeSequence(headSizeBytes: count * element.headSizeBytes) { encoder in
        for _ in 0..<count { write(element, into: &encoder, from: &random) }
      }
    case .tuple(let members):
      for member in members { write(member, into: &encoder, from: &random) }
    }
  }

  private func address(from random: inout SplitMix64) -> Address {
    random.happens(oneIn: 8)
      ? .arbitrary(from: &random) : addresses[random.number(in: 0...addresses.count - 1)]
  }

  private func number(bits: Int, from random: inout SplitMix64) -> UInt256 {
    let edges: [UInt256] = [
      .zero, UInt256(1 as UInt8), UInt256(low: 1 << 112 - 1), UInt256(low: 1 << 112),
      UInt256(low: .max), UInt256(high: 1, low: 0), .max,
    ]
    let number = random.happens(oneIn: 2) ? edges[random.number(in: 0...6)] : random.uint256()
    // The low bits of the word, as many as the type has.
    guard bits < 256 else { return number }
    return bits < 128 ? UInt256(low: number.low & (1 << UInt128(bits) - 1)) : UInt256(number.low)
  }
}
