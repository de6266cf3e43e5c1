extension Wei {
  /// What an amount is counted in when it is written, the largest first.
  package enum Unit: String, CaseIterable, Sendable {
    case stos
    case gwei
    case wei

    /// How many decimal places stand for whole wei.
    package var decimals: Int {
      switch self {
      case .stos: 18
      case .gwei: 9
      case .wei: 0
      }
    }
  }

  /// Reads an amount as people write it: a decimal number directly followed by its unit.
  ///
  /// ```
  /// amount = whole [ "." digits ] unit      whole = "0", or digits that do not begin with 0
  /// unit   = "stos" | "gwei" | "wei"        1.5stos   20gwei   7wei
  /// ```
  ///
  /// The unit is never left out, and an amount that is no whole number of wei is refused.
  package init(text: String) throws(WeiTextError) {
    var rest = Array(text.utf8)[...]
    let whole = Self.takeDigits(from: &rest)
    guard !whole.isEmpty, whole.count == 1 || whole.first != 0x30 else { throw .form }
    var fraction: ArraySlice<UInt8> = []
    if rest.first == 0x2E {
      rest.removeFirst()
      fraction = Self.takeDigits(from: &rest)
      guard !fraction.isEmpty else { throw .form }
    }
    guard let unit = Unit(rawValue: String(decoding: rest, as: UTF8.self)) else {
      throw .unit
    }
    guard fraction.count <= unit.decimals else { throw .tooFine(unit) }
    let zeros = repeatElement(0x30 as UInt8, count: unit.decimals - fraction.count)
    self.init(try Self.number(of: whole + fraction + zeros))
  }

  private static func takeDigits(from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest.removeFirst(digits.count)
    return digits
  }

  private static func number(of digits: ArraySlice<UInt8>) throws(WeiTextError) -> UInt128 {
    var number: UInt128 = 0
    for digit in digits {
      let (product, overflowed) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflowedAgain) = product.addingReportingOverflow(UInt128(digit - 0x30))
      guard !overflowed, !overflowedAgain else { throw .tooLarge }
      number = sum
    }
    return number
  }

  /// The amount as it can be read again, in the largest unit it has at least one of; nothing in
  /// stos.
  package var text: String {
    let unit = Unit.allCases.first { units == 0 || units >= Self.weiPer($0) } ?? .wei
    let (whole, part) = units.quotientAndRemainder(dividingBy: Self.weiPer(unit))
    guard part > 0 else { return "\(whole)\(unit.rawValue)" }
    // The leading 1 keeps the zeros behind the point.
    var fraction = "\(part + Self.weiPer(unit))".dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return "\(whole).\(fraction)\(unit.rawValue)"
  }

  private static func weiPer(_ unit: Unit) -> UInt128 {
    (0..<unit.decimals).reduce(1) { power, _ in power * 10 }
  }
}
