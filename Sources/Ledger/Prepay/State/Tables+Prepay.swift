import Chain
import Codec

/// Numbers 50 to 57, and 20 to 22 of what there is one of.
extension Tables {
  /// What an account can spend on traffic.
  static let ozone = Records<Noz, Address>(50)
  static let prepayContracts = Records<PrepayContract, Address>(51)
  /// By contract, then consumer: what is left of the consumer's allowance.
  static let admissions = Records<Noz, Address, Address>(52)
}
