import Chain
import Codec

/// Numbers 24 to 31, and 10 to 12 of what there is one of.
extension Tables {
  static let nodes = Records<NodeRecord, Address>(24)
  static let nodesInOrder = Records<Address, UInt64>(25)
  static let nodeCount = Place<Count>(single: 10)
  static let metaSeats = Place<MetaSeats>(single: 11)
}
