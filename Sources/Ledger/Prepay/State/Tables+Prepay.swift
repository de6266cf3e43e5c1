import Chain
import Codec

/// Numbers 50 to 57, and 20 to 22 of what there is one of.
extension Tables {
  /// What an account can spend on traffic.
  static let ozone = Records<Noz, Address>(50)
  static let prepayContracts = Records<PrepayContract, Address>(51)
  /// By contract, then consumer.
  static let admissions = Records<Admission, Address, Address>(52)
  /// By the epoch of the traffic, then contract: what the contract has paid of it.
  static let prepayDraws = Records<Noz, UInt64, Address>(53)
  /// By opener, in the order of opening.
  static let prepayContractsInOrder = Records<Address, Address, UInt64>(54)
  static let prepayContractCounts = Records<Count, Address>(55)
}
