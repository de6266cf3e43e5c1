import Codec

/// Constants of secp256k1 (SEC 2, section 2.4.1).
enum Curve {
  static var order: UInt256 {
    UInt256(
      high: 0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFE,
      low: 0xBAAE_DCE6_AF48_A03B_BFD2_5E8C_D036_4141)
  }

  static var orderLessOne: FixedBytes<32> {
    UInt256(high: order.high, low: order.low - 1).bigEndianBytes
  }

  /// Half the order, rounded down.
  static var halfOrder: UInt256 {
    UInt256(high: order.high >> 1, low: order.low >> 1)
  }

  /// The prime of the field, 2²⁵⁶ - 2³² - 977.
  static var prime: UInt256 {
    UInt256(high: .max, low: .max - 0x1_0000_03D0)
  }

  /// The generator in compressed form.
  static var generator: FixedBytes<33> {
    let x: InlineArray<32, UInt8> = [
      0x79, 0xBE, 0x66, 0x7E, 0xF9, 0xDC, 0xBB, 0xAC, 0x55, 0xA0, 0x62, 0x95, 0xCE, 0x87, 0x0B,
      0x07, 0x02, 0x9B, 0xFC, 0xDB, 0x2D, 0xCE, 0x28, 0xD9, 0x59, 0xF2, 0x81, 0x5B, 0x16, 0xF8,
      0x17, 0x98,
    ]
    return FixedBytes(storage: InlineArray { $0 == 0 ? 2 : x[$0 - 1] })
  }
}
