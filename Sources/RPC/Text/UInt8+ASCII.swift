extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }

  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  /// The value of a hexadecimal digit of either case.
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46, 0x61...0x66: (self | 0x20) - 0x61 + 10
    default: nil
    }
  }

  /// The byte as it stands in a name that is compared without regard to case.
  var lowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
