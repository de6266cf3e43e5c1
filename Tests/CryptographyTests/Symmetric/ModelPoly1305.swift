import Codec

/// RFC 8439 §2.5 as it is written, on little-endian lists of bytes and far too slow for use.
enum ModelPoly1305 {
  static func tag(of message: [UInt8], key: [UInt8]) -> FixedBytes<16> {
    var factor = Array(key[..<16])
    for index in [3, 7, 11, 15] { factor[index] &= 15 }
    for index in [4, 8, 12] { factor[index] &= 252 }
    var accumulator: [UInt8] = []
    for start in stride(from: 0, to: message.count, by: 16) {
      let block = Array(message[start..<min(start + 16, message.count)]) + [1]
      accumulator = remainder(product(sum(accumulator, block), factor))
    }
    let tag = sum(accumulator, Array(key[16...]))
    return FixedBytes(storage: InlineArray { index in index < tag.count ? tag[index] : 0 })
  }

  private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var carry = 0
    for index in 0...max(left.count, right.count) {
      carry += index < left.count ? Int(left[index]) : 0
      carry += index < right.count ? Int(right[index]) : 0
      result.append(UInt8(carry & 255))
      carry >>= 8
    }
    return result
  }

  private static func product(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for (place, digit) in right.enumerated() {
      var row = [UInt8](repeating: 0, count: place)
      var carry = 0
      for other in left {
        carry += Int(other) * Int(digit)
        row.append(UInt8(carry & 255))
        carry >>= 8
      }
      result = sum(result, row + [UInt8(carry)])
    }
    return result
  }

  /// Subtracts the prime, shifted to every place from the top down, wherever it fits.
  private static func remainder(_ number: [UInt8]) -> [UInt8] {
    let prime: [UInt8] = [0xFB] + [UInt8](repeating: 0xFF, count: 15) + [3]
    var number = number
    for shift in stride(from: max(0, 8 * (number.count - 16)), through: 0, by: -1) {
      let factor = [UInt8](repeating: 0, count: shift / 8) + [1 << (shift % 8)]
      if let less = difference(number, product(prime, factor)) { number = less }
    }
    return Array(number.prefix(17))
  }

  private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var borrow = 0
    for index in 0..<max(left.count, right.count) {
      let digit =
        (index < left.count ? Int(left[index]) : 0)
        - (index < right.count ? Int(right[index]) : 0) - borrow
      borrow = digit < 0 ? 1 : 0
      result.append(UInt8((digit + 256) & 255))
    }
    return borrow == 0 ? Array(result.prefix(left.count)) : nil
  }
}
