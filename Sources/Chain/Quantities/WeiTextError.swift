/// Why text is no amount of money.
package enum WeiTextError: Error, Equatable {
  case form
  case unit
  case tooFine(Wei.Unit)
  case tooLarge
}

extension WeiTextError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .form:
      "an amount is a decimal number with its unit directly behind it, such as 1.5stos"
    case .unit:
      "an amount ends in its unit, which is stos, gwei or wei, as in 1.5stos"
    case .tooFine(let unit):
      "an amount in \(unit.rawValue) has at most \(unit.decimals) decimal places"
    case .tooLarge:
      "the amount is larger than 128 bits can hold"
    }
  }
}
