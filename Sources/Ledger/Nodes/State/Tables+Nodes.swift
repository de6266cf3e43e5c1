import Chain
import Codec

/// Numbers 24 to 31, and 10 to 12 of what there is one of.
extension Tables {
  static let nodes = Records<NodeRecord, Address>(24)
  static let nodesInOrder = Records<Address, UInt64>(25)
  static let nodeCount = Place<Count>(single: 10)
  static let metaSeats = Place<MetaSeats>(single: 11)
  /// By the epoch of payment, then node: to whom what is left of its deposit is paid.
  static let depositPayouts = Records<Address, UInt64, Address>(26)
  /// By owner, in the order of registration.
  static let nodesByOwner = Records<Address, Address, UInt64>(27)
  static let nodeCounts = Records<Count, Address>(28)
  /// By node, epoch and page: when it was punished for signing two reports of that page.
  static let contradictedPages = Records<Count, Address, UInt64, UInt64>(29)
}
